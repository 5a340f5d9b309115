"""What a run says while it works: a bar for a person, a line per fact for a log."""

import logging
import logging.handlers
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import TextIO, cast

import structlog
from structlog.typing import EventDict, Processor, WrappedLogger

from repo_watch.cli.process import Patient
from repo_watch.nightly.watch import Told
from repo_watch.settings import LogSettings


def configure(level: int, log: LogSettings | None = None) -> None:
    """Structured lines on standard error, from a level of `logging` on; and in a log of its own.

    That is a file of JSON lines, from "info" on; a disk that is full costs no night.
    """
    kept = (_keeping(log, level),) if log and log.file else ()
    least = min(level, logging.INFO) if kept else level
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            *kept,
            structlog.processors.LogfmtRenderer(
                key_order=["timestamp", "level", "event"], drop_missing=True
            ),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(least),
        logger_factory=structlog.WriteLoggerFactory(cast("TextIO", Patient())),
        cache_logger_on_first_use=False,
    )


def _keeping(log: LogSettings, level: int) -> Processor:
    """Keeps an event in the log, then lets it pass from a level on."""
    handler = logging.handlers.RotatingFileHandler(
        str(log.file),
        maxBytes=log.megabytes * 1_000_000,
        backupCount=log.keep,
        encoding="utf-8",
        delay=True,
    )
    handler.handleError = lambda record: None  # type: ignore[method-assign]  # noqa: ARG005 -- see `configure`
    as_json = structlog.processors.JSONRenderer(ensure_ascii=False)

    def keep(logger: WrappedLogger, name: str, event: EventDict) -> EventDict:
        line = as_json(logger, name, dict(event))
        handler.emit(logging.makeLogRecord({"msg": line}))
        with suppress(OSError):  # a full disk
            handler.close()  # the next line opens it again, wherever it was moved
        if getattr(logging, name.upper().replace("EXCEPTION", "ERROR")) < level:
            raise structlog.DropEvent
        return event

    return keep


@contextmanager
def progress() -> Iterator[Told]:
    """A progress bar on a terminal's standard error."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    encoding, errors = sys.stderr.encoding, sys.stderr.errors
    with (
        # Not `sys.stderr` itself, which lets no sign out that steers a terminal.
        open(2, "w", encoding=encoding, errors=errors, closefd=False) as whole,
        Progress(*columns, console=Console(file=whole), transient=True) as bar,
    ):
        task = bar.add_task("starting", total=None)

        def told(title: str, done: int, known: int) -> None:
            bar.update(task, description=title, completed=done, total=known)

        yield told
