#!/bin/sh
# bibutils 7.2 (Debian 12): a council that is an author in RIS comes out as two, even from RIS to RIS.
# Expected: "AU  - Bath and North East Somerset Council" is a body's name and is written as it was read.
# Seen: two authors, "Council, North East Somerset" and "Bath", in that order.
# Matters: a file that was only passed through has lost the body that commissioned the review.
set -eu
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
cd "$tmp"
apt-get -qq download bibutils=7.2-2 libbibutils8=7.2-2 2>/dev/null
for file in *.deb; do dpkg -x "$file" .; done
LD_LIBRARY_PATH=$(dirname "$(find "$tmp" -name 'libbibutils.so.8')")
export LD_LIBRARY_PATH
printf 'TY  - RPRT\nAU  - Bath and North East Somerset Council\nTI  - Child Q\nPY  - 2016\nER  - \n' |
    usr/bin/ris2xml 2>/dev/null | usr/bin/xml2ris 2>/dev/null | grep '^AU' | tr -d '\r' >seen
printf 'AU  - Council, North East Somerset\nAU  - Bath\n' | diff - seen
echo "bibutils 7.2:" $(cat seen)
