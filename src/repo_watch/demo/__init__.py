"""A replica of the watched sites, with fictional pages, served on loopback.

It shares no code with the rooms it is there to try: nothing here imports reading, judging, sources,
store or digest. `story` says what happens on which night, `nspcc` and `govuk` build the pages of a
night, `server` serves them over real HTTP. All children, families, places and texts are invented.
"""
