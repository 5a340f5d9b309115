"""The editions of an installation: what each puts first, and what it leaves out."""

from collections.abc import Collection
from sqlite3 import Connection as Database

import msgspec

from repo_watch.digest.issues import answer
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


def featured(db: Database, edition: Edition, items: Collection[int]) -> frozenset[int]:
    """The reviews among these that the edition puts first; none where it features nothing.

    A review of several authorities, or with several keywords, is featured where one of them is.
    """
    if not edition.features:
        return frozenset()
    features = msgspec.structs.asdict(edition.features)
    wanted = {(one, name.casefold()) for one, names in features.items() for name in names}
    return frozenset(
        item
        for item, feature, name in answer(
            db, "said", items=items, features={one for one, _ in wanted}
        )
        if (feature, name.casefold()) in wanted
    )


def left_out(db: Database, edition: Edition, items: Collection[int]) -> frozenset[int]:
    """The reviews among these that are not for the edition. Publications are for every one."""
    if edition.rest == "after":
        return frozenset()
    reviews = (item for (item,) in answer(db, "reviews_among", items=items))
    return frozenset(reviews) - featured(db, edition, items)
