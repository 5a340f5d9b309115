"""Delivery: new issues to those who asked for them, once each, by mail or into a folder."""
