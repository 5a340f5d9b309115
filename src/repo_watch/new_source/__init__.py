"""A new source: a module and its facts, a folder of recorded pages, a row of documentation.

What is laid down is complete but for what only a person can know, and the tests of a checkout fail
until that is filled in.
"""

import re
from importlib.resources import files
from pathlib import Path
from string import Template

import repo_watch
from repo_watch.errors import EnvironmentFailure, SettingsError

SITUATIONS = ("full", "empty", "changed-layout", "cut-short", "challenge")
"""What a source has a recorded page of, at least."""

TO_BE_WRITTEN = "(to be written)"
"""Stands in a row of docs/sources.md until a person replaces it."""

_ID = re.compile(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*")
_IMPORT = re.compile(r"^from repo_watch\.sources\.\w+ import SOURCE as \w+\n", re.MULTILINE)
_LISTED = re.compile(r"^SOURCES: tuple\[Source, \.\.\.\] = \(\n(?:    \w+,\n)+", re.MULTILINE)


def checkout() -> Path:
    """The folder of the checkout that this runs from; SettingsError where it is installed."""
    root = Path(repo_watch.__file__).resolve().parents[2]
    if (root / "pyproject.toml").exists() and (root / "tests" / "pages").is_dir():
        return root
    raise SettingsError(
        "a source is added in a checkout of repo-watch; this one is installed:"
        " see docs/adding-a-source.md"
    )


def lay_down(root: Path, id_: str) -> tuple[Path, ...]:
    """Write the files of a new source in a checkout; gives them.

    Its id is `word-word`, for settings, database and command line. One that does not fit or is
    there is a SettingsError, a file that cannot be written an EnvironmentFailure.
    """
    if not _ID.fullmatch(id_):
        raise SettingsError(f"{id_}: an id is lower-case words and digits, joined by hyphens")
    module = id_.replace("-", "_")
    code = root / "src" / "repo_watch" / "sources" / f"{module}.py"
    pages = root / "tests" / "pages" / id_
    if code.exists() or pages.exists():
        raise SettingsError(f"{id_}: there is such a source already; nothing was changed")
    words = {"id": id_, "module": module, "to_be_written": TO_BE_WRITTEN}
    registry, documents = code.with_name("__init__.py"), root / "docs" / "sources.md"
    wanted = {
        code: _template("module.py.txt", words),
        code.with_suffix(".toml"): _template("facts.toml", words),
        registry: registered(registry.read_text("utf-8"), module),
        documents: documents.read_text("utf-8").rstrip("\n") + "\n\n" + _template("row.md", words),
    }
    for situation in SITUATIONS:
        told = {**words, "situation": situation}
        for name, template in (("meta.json", "meta.json"), ("page.html", f"{situation}.html")):
            wanted[pages / situation / name] = _template(template, told)
    try:
        for path, text in wanted.items():
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
    except OSError as error:
        raise EnvironmentFailure(f"{path}: cannot be written: {error.strerror}") from error
    return tuple(wanted)


def _template(name: str, words: dict[str, str]) -> str:
    text = (files(__package__) / "template" / name).read_text("utf-8")
    return Template(text).substitute(words)


def registered(text: str, module: str) -> str:
    """The text of sources/__init__.py with one more source at the end of its tuple.

    A text that no longer has the form that is understood here is a SettingsError.
    """
    name = module.upper()
    imports = _IMPORT.findall(text)
    block = "".join(imports)
    if not imports or block not in text or not _LISTED.search(text):
        raise SettingsError("sources/__init__.py: add the new source by hand; its form has changed")
    new = f"from repo_watch.sources.{module} import SOURCE as {name}\n"
    text = text.replace(block, "".join(sorted([*imports, new])))
    return _LISTED.sub(rf"\g<0>    {name},\n", text)
