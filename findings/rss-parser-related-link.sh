#!/bin/sh
# rss-parser 3.13.0 (npm): an entry's own link gives way to any link written before it.
# Expected: a link without rel is the entry's own page (RFC 4287, section 4.2.7.2), whatever precedes it.
# Seen: item.link is the address of the rel="related" link; the entry's own address is nowhere in the item.
# Matters: a feed that names the report beside the page sends every reader, and every duplicate check, to the report.
set -eu
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
npm install --silent --no-fund --no-audit --prefix "$tmp" rss-parser@3.13.0 >/dev/null
cd "$tmp"
node --input-type=module - <<'NODE'
import assert from "node:assert/strict";
import Parser from "rss-parser";
const feed = `<feed xmlns="http://www.w3.org/2005/Atom"><title>t</title><entry><id>urn:q</id><title>Q</title>
<link rel="related" href="https://example.org/q.pdf"/><link href="https://example.org/q"/></entry></feed>`;
const [item] = (await new Parser().parseString(feed)).items;
assert.equal(item.link, "https://example.org/q.pdf");
assert.ok(!JSON.stringify(item).includes('"https://example.org/q"'));
console.log("rss-parser 3.13.0, link of the entry:", item.link);
NODE
