"""The database's shape: a path in; an open database of the newest schema, or a refusal, out.

It knows tables, migrations and views; it must not know what is written into them or why.
"""
