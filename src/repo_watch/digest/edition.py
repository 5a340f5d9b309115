"""The editions of an installation, and what each puts first."""

from repo_watch.digest import logo
from repo_watch.digest.nouns import Edition, Features
from repo_watch.digest.text import clean
from repo_watch.settings import EditionSettings, Settings


def editions(settings: Settings) -> tuple[Edition, ...]:
    """Every edition, the national one first; it is there without any setting.

    Raises:
        SettingsError: a logo cannot be used.
    """
    return tuple(_edition(name, one, settings) for name, one in settings.all_editions.items())


def _edition(name: str, one: EditionSettings, settings: Settings) -> Edition:
    return Edition(
        name=name,
        title=clean(one.title),
        contact=clean(one.contact or settings.fetch.contact),
        organisation=clean(one.organisation),
        logo=logo.read(one.logo, f"editions.{name}.logo") if one.logo else None,
        introduction=clean(one.introduction),
        features=Features(
            nations=one.nations,
            regions=one.regions,
            authorities=one.authorities,
            keywords=one.keywords,
            themes=one.themes,
        ),
        rest=one.rest,
        pairs_begin=one.pairs_begin if one.rhythm == "two months" else None,
        group_by=one.group_by,
        approval=one.approval,
    )
