#!/bin/sh
# rss-parser 3.13.0 (npm): the words of an XHTML entry come out in another order.
# Expected: "Dead at <b>3</b> months." is read as it stands.
# Seen: content and contentSnippet read "Dead at  months.3": bold and linked words go to the end of their paragraph.
# Matters: a sentence about a child is changed in its sense, and the feed it comes from is valid Atom.
set -eu
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
npm install --silent --no-fund --no-audit --prefix "$tmp" rss-parser@3.13.0 >/dev/null
cd "$tmp"
node --input-type=module - <<'NODE'
import assert from "node:assert/strict";
import Parser from "rss-parser";
const feed = `<feed xmlns="http://www.w3.org/2005/Atom"><title>t</title><entry><id>urn:q</id><title>Q</title>
<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>Dead at <b>3</b> months.</p></div></content></entry></feed>`;
const [item] = (await new Parser().parseString(feed)).items;
assert.equal(item.contentSnippet, "Dead at  months.3");
console.log("rss-parser 3.13.0 reads:", item.contentSnippet);
NODE
