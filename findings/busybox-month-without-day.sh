#!/bin/sh
# BusyBox 1.35.0 date (Debian 12, busybox-static): a month without a day is today's day in that month.
# Expected: date -D %Y-%m -d 2016-03 is the first of March 2016, as strptime's unset fields are zero.
# Seen: the day of the month on which it runs.
# Matters: a shell step in a small container files the same report under another date each night.
set -eu
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
cd "$tmp"
apt-get -qq download busybox-static=1:1.35.0-4+deb12u1+b1 2>/dev/null
for file in *.deb; do dpkg -x "$file" .; done
today=$(bin/busybox date -u +%d)
seen=$(bin/busybox date -u -D %Y-%m -d 2016-03 +%Y-%m-%d)
test "$seen" = "2016-03-$today" || { echo "changed: $seen"; exit 1; }
echo "BusyBox 1.35.0 on day $today of this month reads 2016-03 as $seen"
