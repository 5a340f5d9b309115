"""The replica's sites: a night of the story in; what each address answers out.

They know how the real sites answer; they must not know HTTP or how repo-watch reads them.
"""
