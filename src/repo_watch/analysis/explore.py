"""The copy in a browser: Datasette, told what everything means."""

import importlib.util
import json
import subprocess
import sys
import tempfile
from collections.abc import Collection, Mapping
from importlib.resources import files
from pathlib import Path
from typing import Any

from repo_watch.analysis.cookbook import drawn, recipes, write_charts
from repo_watch.analysis.dictionary import INTERNAL, exported, plain, relations
from repo_watch.errors import SettingsError, Stopped
from repo_watch.store.schema.database import questions
from repo_watch.store.upkeep.snapshot import provenance
from repo_watch.templates import fill

_SETTINGS = {
    "suggest_facets": "off",  # guessing takes a second a page at 100,000 rows (measured)
    "sql_time_limit_ms": "5000",
    "facet_time_limit_ms": "1000",
    "max_csv_mb": "0",
}
_STATIC = "made"
_STYLE = "explore.css"


def explore(database: Path, *, port: int, browser: bool) -> int:
    """Serve the copy on this machine alone, until interrupted; gives Datasette's exit status.

    A newer copy that replaces it is seen after a restart; `browser` says whether to open one.

    Raises:
        SettingsError: the extra is not installed.
        DatabaseError: there is no such copy.
    """
    if importlib.util.find_spec("datasette") is None:
        raise SettingsError("explore needs Datasette: pip install 'repo-watch[explore]'")
    with tempfile.TemporaryDirectory(prefix="repo-watch-") as name:
        folder = Path(name)
        made = folder / _STATIC
        with questions(database) as db:
            charts = {path.stem for path in write_charts(db, drawn(), made)}
            said = provenance(db)
        (made / _STYLE).write_bytes((files(__package__) / _STYLE).read_bytes())
        file = folder / "metadata.json"
        file.write_text(json.dumps(metadata(database.stem, said, charts)), encoding="utf-8")
        command = [sys.executable, "-m", "datasette", "serve", "--immutable", str(database)]
        command += ["--metadata", str(file), "--static", f"{_STATIC}:{made}"]
        command += ["--host", "127.0.0.1", "--port", str(port)]
        for setting in _SETTINGS.items():
            command += ["--setting", *setting]
        if browser:
            command.append("--open")
        try:
            return subprocess.run(command, check=False).returncode  # noqa: S603 -- our own words
        except Stopped:
            return 0


def metadata(name: str, said: Mapping[str, str], charts: Collection[str]) -> dict[str, Any]:
    """What Datasette is told: descriptions, licence, facets, the cookbook, the charts.

    Of a database's name there, the copy's provenance, and names of questions that were drawn.
    """
    tables: dict[str, dict[str, Any]] = {
        one.name: {
            "description": plain(one.about),
            "columns": {column.name: column.plain for column in one.columns},
            "hidden": one not in exported() and one.name != "provenance",
            **one.explore,
        }
        for one in relations().values()
    }
    queries = {
        one.name: {"sql": one.sql, "title": one.question, "description": plain(one.read)}
        for one in recipes().values()
    }
    sources = (text.partition(":")[0] for key, text in said.items() if key.startswith("licence "))
    shown = [one for one in drawn() if one.name in charts]
    front = {"database": name, "static": _STATIC, "cite": said.get("cite"), "charts": shown}
    hidden = {internal: {"hidden": True} for internal in INTERNAL}
    return {
        "title": "Case reviews and national publications",
        "description_html": fill(__package__, "front.html.j2", **front),
        "license": "CC BY 4.0 for repo-watch's own additions; texts stay the publishers'",
        "license_url": "https://creativecommons.org/licenses/by/4.0/",
        "source": "; ".join(sources),
        "extra_css_urls": [f"/{_STATIC}/{_STYLE}"],
        "databases": {name: {"tables": tables | hidden, "queries": queries}},
    }
