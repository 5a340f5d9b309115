#!/bin/sh
# The nightly run, for cron and for systemd alike; it may be started from any folder.
#
# It ends with repo-watch's own exit status (0 ok, 1 some source was not read well, 2 settings,
# 3 another run holds the lock, 4 disk or database, 5 a bug), or with 124 (143 where
# `timeout` is BusyBox's; 137 if it had to be killed) when the run took longer than the time limit. Its lines go to standard error. The lock is
# repo-watch's own: two runs at once do no harm, the second ends with 3.
#
# REPO_WATCH_HOME    folder with repo-watch.toml and, where there is one, .venv;
#                    default: the folder above the one this script lies in
# REPO_WATCH_LIMIT   time limit as `timeout` takes it; default: 3h
#
# Arguments are handed on to `repo-watch run`.
set -u

TZ=UTC
export TZ

# Digests are there to be read by others; only the owner writes.
umask 022

here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd -P) || exit 4
home=${REPO_WATCH_HOME:-$(dirname -- "$here")}
if ! cd -- "$home"; then
    echo "repo-watch-nightly: REPO_WATCH_HOME: no such folder: $home" >&2
    exit 4
fi

PATH=$PWD/.venv/bin:$PATH
export PATH
if ! command -v repo-watch >/dev/null; then
    echo "repo-watch-nightly: repo-watch is neither in $PWD/.venv/bin nor on PATH" >&2
    exit 4
fi

# BusyBox's has none, and no long options; there it is repo-watch alone that says what stopped it.
verbose=--verbose
timeout $verbose 1 true 2>/dev/null || verbose=

exec timeout $verbose -k 60 "${REPO_WATCH_LIMIT:-3h}" repo-watch run "$@" >&2
