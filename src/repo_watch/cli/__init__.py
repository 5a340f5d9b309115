"""The command line: commands and what they print, no logic.

Facts go to standard output, everything else to standard error. An error is one line; the exit
status is 0 ok, 1 degraded, 2 usage or settings, 3 locked, 4 environment, 5 a fault of ours, 130 or
143 stopped by a signal.
"""

import gc
import os
import sys
import tomllib
import traceback
import warnings
from collections.abc import Mapping
from importlib import import_module
from importlib.resources import files
from types import ModuleType

import click

from repo_watch import __version__
from repo_watch.cli.process import STOPPED, open_streams, stop_on_signals, stopped_by
from repo_watch.errors import DamagedError, RepoWatchError, Stopped

_ENVIRONMENT = 4
_FAULT = 5
_OBJECTS = 20_000
"""New ones after which Python looks for cycles. After its usual 700 that is a tenth of a night."""

_COMMANDS: Mapping[str, tuple[str, str]] = tomllib.loads(
    files(__package__).joinpath("commands.toml").read_text("utf-8")
)
"""Each command's module and its first sentence: help and version import no room of the house."""


class _Group(click.Group):
    """The commands as the table has them, of which the one that is called is imported."""

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """As click does, with the command itself in place of its line in the table."""
        name, listed, rest = super().resolve_command(ctx, args)
        return name, imported(name) if name and listed else listed, rest


def imported(name: str) -> click.Command:
    """The command of that name, from its module.

    That is imported as if what structlog, tenacity and requests look for were not installed: it
    would serve what we never ask of them, and each start would take longer. The asyncio that
    structlog imports is there once something is asked of it. Which encoding a page has `reading`
    tells, so that requests need neither guess it nor warn that it cannot.
    """
    unasked = ("rich", "greenlet", "tornado", "chardet", "charset_normalizer")
    hidden = dict.fromkeys(unasked)  # None: "not there"
    ours = {**hidden, "asyncio": _later("asyncio")}
    put = {one: ours[one] for one in ours.keys() - sys.modules.keys()}
    sys.modules.update(put)  # type: ignore[arg-type] # the None
    warnings.filterwarnings("ignore", "Unable to find acceptable character detection")
    try:
        found: click.Command = getattr(import_module(f"repo_watch.cli.{_COMMANDS[name][0]}"), name)
    finally:
        for one in put:
            del sys.modules[one]
    return found


def _later(name: str) -> ModuleType:
    """A stand-in for a module, which is imported when something is asked of it (PEP 562)."""
    module = ModuleType(name)
    vars(module)["__getattr__"] = lambda asked: getattr(import_module(name), asked)
    return module


@click.group(
    cls=_Group,
    commands={name: click.Command(name, help=said) for name, (_, said) in _COMMANDS.items()},
    context_settings={"help_option_names": ["-h", "--help"]},
)
@click.version_option(__version__, prog_name="repo-watch")
def group() -> None:
    """Watch the national case-review repository and issue the monthly "Case reviews" digest."""


def main() -> None:
    """The program: runs one command and ends with its status."""
    gc.set_threshold(_OBJECTS)
    open_streams()
    stop_on_signals()
    status = status_of(sys.argv[1:])
    try:
        sys.stdout.flush()
    except OSError:
        # What could not be written has been told; Python would try once more and tell it its way.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    gc.freeze()  # nothing is looked through once more
    sys.exit(status)


def status_of(arguments: list[str]) -> int:
    """Run one command; gives its exit status, whatever went wrong."""
    try:
        result = group.main(arguments, prog_name="repo-watch", standalone_mode=False)
    except RepoWatchError as error:
        return _told(error)
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except (click.Abort, KeyboardInterrupt, Stopped):
        click.echo(STOPPED, err=True)
        return stopped_by()
    except SystemExit:
        return 0  # click ends so when whoever reads our output has read enough
    except (OSError, MemoryError) as error:
        click.echo(f"repo-watch: {_refused(error)}", err=True)
        return _ENVIRONMENT
    except Exception:  # noqa: BLE001 -- the last line of defence names the fault as ours
        if damaged := _damage():
            return _told(damaged)
        traceback.print_exc()
        click.echo(
            "repo-watch: this is a fault in repo-watch; please report the lines above", err=True
        )
        return _FAULT
    return result if isinstance(result, int) else 0


def _refused(error: OSError | MemoryError) -> str:
    """What the machine did not give us."""
    if isinstance(error, MemoryError):
        return "there was not enough memory on this machine"
    what = f"{error.filename}: " if error.filename else ""
    return f"{what}{error.strerror or error}"


def _told(error: RepoWatchError) -> int:
    """Tell an error, and for a damaged database which copy is good; gives the exit status."""
    said = [str(error)]
    if isinstance(error, DamagedError):
        from repo_watch.cli.common import loaded
        from repo_watch.nightly.backup import advice

        said += map(advice, loaded)
    click.echo(f"repo-watch: {'; '.join(said)}", err=True)
    return error.exit_status


def _damage() -> DamagedError | None:
    """What a fault of ours looks like may be a database that nobody wrote so."""
    from repo_watch.cli.common import loaded
    from repo_watch.store.schema.database import damage, damaged

    there = (one.database for one in loaded if one.database.exists())
    return next((damaged(one, wrong) for one in there if (wrong := damage(one))), None)
