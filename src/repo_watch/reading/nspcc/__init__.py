"""The NSPCC's other pages: bytes in; catalogue records, briefings and news out.

It knows these pages' words; it must not know the list's entry grammar.
"""
