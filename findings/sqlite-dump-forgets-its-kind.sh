#!/bin/sh
# SQLite 3.40.1's shell (Debian 12, sqlite3): a database restored from .dump no longer says what it is.
# Expected: application_id and user_version, by which a program knows its own file and its schema, are in the dump.
# Seen: both are 0 after the dump is read back; sqlite3's .backup of the same file keeps them.
# Matters: a program that refuses foreign files refuses its own backup, and one that migrates by user_version starts from nothing.
set -eu
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
cd "$tmp"
apt-get -qq download sqlite3=3.40.1-2+deb12u2 2>/dev/null
dpkg -x sqlite3_*.deb .
sqlite=usr/bin/sqlite3
$sqlite one.db 'PRAGMA application_id = 1234; PRAGMA user_version = 7; CREATE TABLE r (a);'
$sqlite one.db .dump | $sqlite two.db
$sqlite one.db '.backup three.db'
seen=$(for file in two.db three.db; do $sqlite $file 'PRAGMA application_id; PRAGMA user_version;'; done | tr '\n' ' ')
test "$seen" = "0 0 1234 7 " || { echo "changed: $seen"; exit 1; }
echo "application_id and user_version after .dump, and after .backup: $seen"
