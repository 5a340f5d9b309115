"""Rows as the nightly run reads and writes them: what was decided in; what is known out.

It knows SQL; it decides nothing.
"""
