#!/bin/sh
# courlan 1.4.0 and url-normalize 3.1.0 (w3lib 2.5.0 for comparison): an address that holds another one is not survived.
# Expected: https://archive.example.org/2016/https://example.org/q is left as it is, and so is ...?from=https://example.net/list.
# Seen: courlan cuts the first off at the inner address and returns the inner address in place of the second;
#   url-normalize takes one of the first one's slashes; w3lib leaves both whole.
# Matters: reports that were taken down are cited from web archives; the cleaned address names nothing, or another host.
set -eu
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
python3 -m venv "$tmp/venv"
"$tmp/venv/bin/pip" install -q --disable-pip-version-check url-normalize==3.1.0 courlan==1.4.0 w3lib==2.5.0
cd "$tmp"
venv/bin/python -W ignore - <<'PYTHON'
import courlan, url_normalize, w3lib.url
address, query = "https://archive.example.org/2016/https://example.org/q", "https://example.org/q?from=https://example.net/list"
seen = courlan.clean_url(address), url_normalize.url_normalize(address), w3lib.url.canonicalize_url(address)
assert seen == ("https://archive.example.org/2016/", "https://archive.example.org/2016/https:/example.org/q", address), seen
assert courlan.clean_url(query) == "https://example.net/list", courlan.clean_url(query)
print("courlan, url-normalize, w3lib:", *seen, "- courlan, from a query:", courlan.clean_url(query))
PYTHON
