"""Sites beyond those that the demo plays; each answers a `Get`, as those of the demo do."""

from importlib.resources import files

import msgspec

from repo_watch.demo.answer import page as answered
from repo_watch.templates import fill


def page(template, **facts):
    """A page of these sites under its ETag."""
    return answered(fill("sites", template, **facts).encode())


def table(name, shape):
    """A data file of these sites, checked against the shape that it has to have."""
    return msgspec.toml.decode(files("sites").joinpath("data", name).read_bytes(), type=shape)
