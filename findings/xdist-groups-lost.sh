#!/bin/sh
# pytest 9.2.0 with pytest-xdist 3.8.0: --dist loadgroup keeps no group together, and does not say so.
# Expected: tests under one xdist_group mark run in one process, so that what they share is made once.
# Seen: of six tests of one group both of two processes get some; under pytest 9.1.1 it is one process.
# Matters: a world that takes half a minute to play was played twice in each run, and no test failed.
set -eu
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
cat >"$tmp/test_world.py" <<'END'
import os
import time

import pytest


@pytest.mark.xdist_group("world")
@pytest.mark.parametrize("night", range(6))
def test_night(night, worker_id):
    time.sleep(0.3)
    with open(os.environ["SEEN"], "a") as seen:
        print(worker_id, file=seen)
END
processes() {
    python3 -m venv "$tmp/$1"
    "$tmp/$1/bin/pip" install -q --disable-pip-version-check "pytest==$1" pytest-xdist==3.8.0
    SEEN=$tmp/seen-$1 "$tmp/$1/bin/pytest" -q -p no:cacheprovider --rootdir "$tmp" -n 2 --dist loadgroup "$tmp/test_world.py" >/dev/null
    sort -u "$tmp/seen-$1" | grep -c .
}
before=$(processes 9.1.1)
now=$(processes 9.2.0)
test "$before" = 1
test "$now" = 2
echo "pytest-xdist 3.8.0, one group: $before process under pytest 9.1.1, $now under 9.2.0"
