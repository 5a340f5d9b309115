"""repo-watch: watches the national case-review repository and issues its monthly digest."""

__version__ = "0.2.0"
