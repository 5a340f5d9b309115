"""Delivery: new issues to those who asked for them, once each, by mail or into a folder."""

from repo_watch.delivery.operator import tell_operator
from repo_watch.delivery.outstanding import Outstanding, outstanding
from repo_watch.delivery.rounds import Delivered, deliver_by_hand, deliver_due, write_letters

__all__ = [
    "Delivered",
    "Outstanding",
    "deliver_by_hand",
    "deliver_due",
    "outstanding",
    "tell_operator",
    "write_letters",
]
