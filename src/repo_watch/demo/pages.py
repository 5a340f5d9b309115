"""The templates of the replica's pages."""

from jinja2 import Environment, PackageLoader, StrictUndefined

_TEMPLATES = Environment(
    loader=PackageLoader("repo_watch.demo"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
    keep_trailing_newline=True,
)


def render(template: str, **facts: object) -> bytes:
    """The template filled in, as UTF-8."""
    return _TEMPLATES.get_template(template).render(facts).encode()
