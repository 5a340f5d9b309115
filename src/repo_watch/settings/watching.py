"""The settings by which an operator's own machines watch repo-watch: figures, heartbeat, log."""

from pathlib import Path
from typing import Annotated

from msgspec import Meta, Struct


class MetricsSettings(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What other programs learn of each run. Off while empty."""

    file: Path | None = None
    heartbeat: Annotated[str, Meta(max_length=400, pattern=r"^(https?://[!-~]+)?\Z")] = ""


class LogSettings(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A log of its own, JSON lines, that rotates by itself: for cron, which has none."""

    file: Path | None = None
    megabytes: Annotated[int, Meta(ge=1, le=1000)] = 10
    keep: Annotated[int, Meta(ge=1, le=1000)] = 5
