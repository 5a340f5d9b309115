"""Words of the field: a title, a date or a name in; what it means in standard terms out.

It knows reference tables and small grammars; it must not know pages or markup.
"""
