#!/bin/sh
# word2number 1.1: "one in four" is five, and "a hundred and one" is a hundred.
# Expected: one number of a text, or an error where the words are no single number.
# Seen: numbers with other words between them are added up in silence, a half is dropped, and what follows "a hundred" too.
# Matters: ages and shares in summaries are written in words, so a share of a quarter becomes a count of five.
set -eu
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
python3 -m venv "$tmp/venv"
"$tmp/venv/bin/pip" install -q --disable-pip-version-check word2number==1.1
"$tmp/venv/bin/python" - <<'PYTHON'
from word2number import w2n
texts = ("one in four", "twenty-one and three", "two and a half", "a hundred and one", "one hundred and one")
seen = {text: w2n.word_to_num(text) for text in texts}
assert list(seen.values()) == [5, 23, 2, 100, 101], seen
print("word2number 1.1:", seen)
PYTHON
