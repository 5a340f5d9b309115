"""What a run says while it works: a bar for a person, a line per fact for a log."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TextIO, cast

import structlog

from repo_watch.cli.surroundings import Patient
from repo_watch.nightly.watch import Told


def configure(level: int) -> None:
    """Structured lines on standard error, from a level of `logging` on."""
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            structlog.processors.LogfmtRenderer(
                key_order=["timestamp", "level", "event"], drop_missing=True
            ),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=structlog.WriteLoggerFactory(cast("TextIO", Patient())),
        cache_logger_on_first_use=False,
    )


@contextmanager
def progress() -> Iterator[Told]:
    """A progress bar on a terminal's standard error."""
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        Progress,
        TextColumn,
    )

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("starting", total=None)

        def told(title: str, done: int, known: int) -> None:
            bar.update(task, description=title, completed=done, total=known)

        yield told
