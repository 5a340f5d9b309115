"""The templates of the replica's pages."""

from repo_watch.templates import fill


def render(template: str, **facts: object) -> bytes:
    """The template filled in, as UTF-8."""
    return fill("repo_watch.demo", template, **facts).encode()
