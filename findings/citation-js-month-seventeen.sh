#!/bin/sh
# @citation-js 0.8.2 (core, plugin-bibtex, plugin-ris; npm): the financial year 2016/17 is the seventeenth month of 2016.
# Expected: "PY  - 2016/17" in RIS is the year 2016 with the rest kept as text, or is refused.
# Seen: date-parts [2016, 17], and BibTeX with month = {17}.
# Matters: reviews and statistics are dated by financial year; the next tool sorts by, or fails on, a month that is none.
set -eu
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
npm install --silent --no-fund --no-audit --prefix "$tmp" @citation-js/core@0.8.2 @citation-js/plugin-bibtex@0.8.2 @citation-js/plugin-ris@0.8.2 >/dev/null
cd "$tmp"
node --input-type=module - <<'NODE'
import assert from "node:assert/strict";
import { Cite } from "@citation-js/core";
import "@citation-js/plugin-bibtex";
import "@citation-js/plugin-ris";
const cite = new Cite("TY  - RPRT\nTI  - Child Q\nPY  - 2016/17\nER  - \n");
assert.deepEqual(cite.data[0].issued, { "date-parts": [[2016, 17]] });
assert.match(cite.format("bibtex"), /month = \{17\}/);
console.log("@citation-js 0.8.2 reads PY  - 2016/17 as", JSON.stringify(cite.data[0].issued));
NODE
