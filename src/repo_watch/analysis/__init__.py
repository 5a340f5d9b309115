"""What analysts use: the data dictionary, a cookbook, exports, charts and an explorer.

All of it reads the published copy through its views and writes nothing to a database.
"""
