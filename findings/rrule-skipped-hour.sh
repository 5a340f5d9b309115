#!/bin/sh
# rrule 2.8.1 (npm): in the hours that the clock skips or repeats, a daily event falls on the other side than iCalendar says.
# Expected (RFC 5545, section 3.3.5): 01:30 in London on 29 March 2026 is 01:30 UTC; on 25 October 2026 it is 00:30 UTC.
# Seen: 00:30 UTC in March (a time that was half past midnight), and 01:30 UTC in October, the second half past one.
# Matters: a nightly event agreed in a calendar and the job planned from it are an hour apart on those two nights.
set -eu
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
npm install --silent --no-fund --no-audit --prefix "$tmp" rrule@2.8.1 >/dev/null
cd "$tmp"
node --input-type=module - <<'NODE'
import assert from "node:assert/strict";
import rrule from "rrule";
process.env.TZ = "UTC";
const day = (start) => rrule.rrulestr(`DTSTART;TZID=Europe/London:${start}T013000\nRRULE:FREQ=DAILY;COUNT=2`).all()[1].toISOString();
const seen = [day("20260328"), day("20261024")];
assert.deepEqual(seen, ["2026-03-29T00:30:00.000Z", "2026-10-25T01:30:00.000Z"]);
console.log("rrule 2.8.1, 01:30 in London on the nights of the clock:", seen.join(" "));
NODE
