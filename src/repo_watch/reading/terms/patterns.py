"""How the regular expressions of this room are put together."""


def one_of(*phrases: str) -> str:
    """A group that matches any of the phrases, which are patterns themselves."""
    return f"(?:{'|'.join(phrases)})"
