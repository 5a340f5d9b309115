"""Whether a reading may be believed, what is the same review, and what follows from it.

Pure: no clock, no network, no database. The store tells what is known and does what is decided.
"""
