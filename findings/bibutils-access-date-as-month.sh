#!/bin/sh
# bibutils 7.2 (Debian 12): the day on which a report was looked at becomes the month in which it was published.
# Expected: Y2, in RIS the date of access, is kept as such or left out.
# Seen: "PY  - 2016" and "Y2  - 2018/01/05" make year = "2016", month = "2018/01/05" in BibTeX.
# Matters: a report found on the web has a date of access; the reference list prints it as the month of publication.
set -eu
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
cd "$tmp"
apt-get -qq download bibutils=7.2-2 libbibutils8=7.2-2 2>/dev/null
for file in *.deb; do dpkg -x "$file" .; done
LD_LIBRARY_PATH=$(dirname "$(find "$tmp" -name 'libbibutils.so.8')")
export LD_LIBRARY_PATH
printf 'TY  - RPRT\nAU  - Someone, A.\nTI  - Child Q\nPY  - 2016\nY2  - 2018/01/05\nER  - \n' |
    usr/bin/ris2xml 2>/dev/null | usr/bin/xml2bib 2>/dev/null >seen
grep -q 'year="2016"' seen && grep -q 'month="2018/01/05"' seen || { echo "changed:"; cat seen; exit 1; }
echo "bibutils 7.2:" $(grep -E 'year|month' seen)
