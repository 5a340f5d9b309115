"""The store: one SQLite file, one writer; does as it is told and decides nothing."""
