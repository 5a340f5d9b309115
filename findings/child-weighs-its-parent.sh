#!/bin/sh
# Linux's wait4 (seen through CPython 3.11's subprocess): a small program weighs as much as the one that starts it.
# Expected: the peak memory (ru_maxrss) of `true` is the few MB that it uses, whoever starts it.
# Seen: started by a process of 300 MB its peak is said to be some 300 MB; by a small one, some ten.
# Matters: a bench whose own server is large tells of each rival, and of us, the weight of the bench.
set -eu
peak() {
    python3 - "$1" <<'PYTHON'
import os, subprocess, sys
ballast = b"x" * int(sys.argv[1])
started = subprocess.Popen(["true"])
_, _, used = os.wait4(started.pid, 0)
started.returncode = 0
print(used.ru_maxrss // 1024)
PYTHON
}
large=$(peak 300000000)
small=$(peak 1)
test "$large" -gt 250
test "$small" -lt 60
echo "peak of true, in MiB: $large when a process of 300 MB starts it, $small when a small one does"
