"""The "Case reviews" digest: what an issue says, how it looks, and that it is issued once."""
