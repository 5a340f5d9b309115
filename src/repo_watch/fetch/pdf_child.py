"""The process in which a PDF from somewhere is opened: standard input to one line of JSON.

Run by `repo_watch.fetch.links` as a script of its own, with nothing of repo-watch in it.
The limits hold before the first byte is read; what breaks them ends this process and no other.
"""

import json
import os
import resource
import sys

_LIMITS = (
    (resource.RLIMIT_AS, 768 * 1024 * 1024),
    (resource.RLIMIT_CPU, 10),
    (resource.RLIMIT_FSIZE, 64 * 1024),
    (resource.RLIMIT_CORE, 0),
)
_TITLE_MOST = 300


def main() -> None:
    """Reads a PDF and prints its number of pages and its title ("" where it has none)."""
    for kind, most in _LIMITS:
        resource.setrlimit(kind, (most, most))
    import pikepdf

    # Without recovery: the number of pages that are left of a damaged file is not its number.
    with pikepdf.open(sys.stdin.buffer, attempt_recovery=False) as pdf:
        title = str(pdf.docinfo.get("/Title", ""))
        json.dump({"pages": len(pdf.pages), "title": title[:_TITLE_MOST]}, sys.stdout)
    sys.stdout.flush()
    os._exit(0)  # to put away what was loaded takes a fifth of the time


if __name__ == "__main__":
    main()
