"""Delivery: new issues to those who asked for them, once each, by mail or into a folder."""

from repo_watch.delivery.rounds import Delivered, deliver_by_hand, deliver_due, write_letters

__all__ = ["Delivered", "deliver_by_hand", "deliver_due", "write_letters"]
