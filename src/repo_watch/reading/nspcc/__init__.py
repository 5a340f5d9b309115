"""The NSPCC's other pages: bytes in; catalogue records, briefings and news out.

It knows these pages' words; it must not know the list's entry grammar.
"""

from typing import Final

RECORD: Final = "record"
"""Kind of the pages that a search of the catalogue leads to."""

PUBLISHER: Final = "NSPCC Learning"
BRIEFINGS: Final = "research-resources/learning-from-case-reviews"
NEWS: Final = "news"
