"""Jinja as every room uses it: what is filled in is text; a name that nobody gave is an error."""

from functools import cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from jinja2 import Environment


@cache
def environment(package: str) -> "Environment":
    """The templates in the folder `templates` of a package."""
    from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape

    return Environment(
        autoescape=select_autoescape((), ("md.j2", "txt.j2"), default=True),
        keep_trailing_newline=True,
        loader=PackageLoader(package),
        lstrip_blocks=True,
        trim_blocks=True,
        undefined=StrictUndefined,
    )


def fill(package: str, template: str, **values: Any) -> str:  # noqa: ANN401 -- whatever the template names
    """A template of a package, filled in."""
    return environment(package).get_template(template).render(values)
