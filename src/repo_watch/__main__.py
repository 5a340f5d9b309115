"""`python -m repo_watch`: the same as the command `repo-watch`."""

from repo_watch.cli import main

main()
