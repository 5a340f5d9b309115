"""The editions of an installation, and what each puts first."""

import msgspec

from repo_watch.digest.model import Edition, Features
from repo_watch.digest.text import clean
from repo_watch.errors import SettingsError
from repo_watch.settings import Settings


def edition(settings: Settings, name: str) -> Edition:
    """One edition; the national one is there without any setting.

    Raises:
        SettingsError: there is no such edition, or its logo cannot be used.
    """
    if name not in settings.all_editions:
        known = ", ".join(settings.all_editions)
        raise SettingsError(f"{name}: there is no such edition; there are: {known}")
    one = settings.all_editions[name]
    logo = None
    if one.logo:
        from repo_watch.digest.logo import read

        logo = read(one.logo, f"editions.{name}.logo")
    return Edition(
        name=name,
        title=clean(one.title),
        contact=clean(one.contact or settings.fetch.contact),
        organisation=clean(one.organisation),
        logo=logo,
        introduction=clean(one.introduction),
        features=msgspec.convert(one, Features, from_attributes=True),
        rest=one.rest,
        pairs_begin=one.pairs_begin if one.rhythm == "two months" else None,
        group_by=one.group_by,
        approval=one.approval,
    )
