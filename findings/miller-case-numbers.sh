#!/bin/sh
# Miller 6.6.0 (Debian 12): case number 007 plus one is the text "(error)", and the command succeeds.
# Expected: leading zeros make a number (8), or the command fails.
# Seen: the cell holds "(error)", exit status 0; 0x1F in the same column is the number 31.
# Matters: the word lands in the published table as if it were data; a job that trusts exit statuses does not notice.
set -eu
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
cd "$tmp"
apt-get -qq download miller=6.6.0-2+b3 2>/dev/null
dpkg -x miller_*.deb .
seen=$(printf 'case\n7\n007\n0x1F\n' | usr/bin/mlr --icsv --onidx put -q 'emit {"next": $case + 1}' | tr '\n' ' ')
test "$seen" = "8 (error) 32 " || { echo "changed: $seen"; exit 1; }
echo "Miller 6.6.0: 7, 007 and 0x1F plus one are $seen(exit status 0)"
