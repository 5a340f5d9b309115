#!/bin/sh
# Makes sure that the programs are there that some checks need, or says that they are not.
# $1: file that exists afterwards if and only if the checks have to be skipped.
set -eu
marker=$1
packages=$(dirname "$0")/../apt-packages.txt
have_all() {
    for name in busybox chromium pdftotext gs qpdf; do
        command -v "$name" >/dev/null 2>&1 || return 1
    done
}
rm -f "$marker"
have_all && exit 0

if [ "$(id -u)" = 0 ]; then
    as_root=
elif command -v sudo >/dev/null 2>&1 && sudo -n true 2>/dev/null; then
    as_root=sudo
else
    as_root=no
fi

if [ "$as_root" != no ] && command -v apt-get >/dev/null 2>&1; then
    echo "Installing $(tr '\n' ' ' <"$packages")for the checks"
    $as_root apt-get update -qq &&
        xargs $as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq <"$packages" \
            >/dev/null || true
fi

have_all && exit 0
if [ "${CI:-}" = true ]; then
    echo "a program of apt-packages.txt is missing and could not be installed: under CI that is a failure" >&2
    exit 1
fi
touch "$marker"
