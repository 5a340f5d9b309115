"""Merges, and their undoing, as an operator decides them."""

from repo_watch.nightly.decisions import by_hand
from repo_watch.store.upkeep import rulings


def merge_by_hand(settings, keep, other, reason, now, *, force=False):
    with by_hand(settings, now) as (db, run):
        rulings.merge(db, run, keep, other, reason, force=force)


def unmerge_by_hand(settings, id_, reason, now):
    with by_hand(settings, now) as (db, run):
        return rulings.unmerge(db, run, id_, reason)
