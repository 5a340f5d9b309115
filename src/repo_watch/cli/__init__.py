"""The command line: commands and what they print, no logic.

Facts go to standard output, everything else to standard error. An error is one line; the exit
status is 0 ok, 1 degraded, 2 usage or settings, 3 locked, 4 environment, 5 a fault of ours.
"""

import os
import sys
import traceback

import click

from repo_watch import __version__
from repo_watch.cli import analyse, deliver, doctor, item, make, run
from repo_watch.cli import status as status_commands
from repo_watch.errors import RepoWatchError

_ENVIRONMENT = 4
_FAULT = 5
_INTERRUPTED = 130


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="repo-watch")
def group() -> None:
    """Watch the national case-review repository and issue the monthly "Case reviews" digest."""


for _module in (run, make, deliver, status_commands, item, analyse, doctor):
    for _command in _module.COMMANDS:
        group.add_command(_command)


def main() -> None:
    """The program: runs one command and ends with its status."""
    status = status_of(sys.argv[1:])
    try:
        sys.stdout.flush()
    except OSError:
        # What could not be written has been told; Python would try once more and tell it its way.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    sys.exit(status)


def status_of(arguments: list[str]) -> int:
    """Run one command; gives its exit status, whatever went wrong."""
    try:
        result = group.main(arguments, prog_name="repo-watch", standalone_mode=False)
    except RepoWatchError as error:
        click.echo(f"repo-watch: {error}", err=True)
        return error.exit_status
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except (click.Abort, KeyboardInterrupt):
        click.echo("repo-watch: interrupted; what was stored stays", err=True)
        return _INTERRUPTED
    except SystemExit:
        return 0  # click ends so when whoever reads our output has read enough
    except OSError as error:
        what = f"{error.filename}: " if error.filename else ""
        click.echo(f"repo-watch: {what}{error.strerror or error}", err=True)
        return _ENVIRONMENT
    except Exception:  # noqa: BLE001 -- the last line of defence names the fault as ours
        traceback.print_exc()
        click.echo(
            "repo-watch: this is a fault in repo-watch; please report the lines above", err=True
        )
        return _FAULT
    return result if isinstance(result, int) else 0
