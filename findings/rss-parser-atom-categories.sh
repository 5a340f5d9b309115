#!/bin/sh
# rss-parser 3.13.0 (npm): the categories of Atom are not read, and those of RSS come in two shapes.
# Expected: item.categories lists "neglect" and "abuse" for both formats.
# Seen: no categories at all from Atom; from RSS, a category with a domain is an object among strings.
# Matters: keywords are carried as categories; a filter by keyword lets nothing through.
set -eu
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
npm install --silent --no-fund --no-audit --prefix "$tmp" rss-parser@3.13.0 >/dev/null
cd "$tmp"
node --input-type=module - <<'NODE'
import assert from "node:assert/strict";
import Parser from "rss-parser";
const read = async (text) => (await new Parser().parseString(text)).items[0].categories;
const atom = await read(`<feed xmlns="http://www.w3.org/2005/Atom"><title>t</title><entry><id>urn:q</id><title>Q</title>
<category term="neglect"/><category term="abuse"/></entry></feed>`);
const rss = await read(`<rss version="2.0"><channel><title>t</title><item><title>Q</title>
<category domain="https://example.org/terms">neglect</category><category>abuse</category></item></channel></rss>`);
assert.equal(atom, undefined);
assert.deepEqual(rss.map((category) => typeof category), ["object", "string"]);
console.log("rss-parser 3.13.0: from Atom", atom, "- from RSS", JSON.stringify(rss));
NODE
