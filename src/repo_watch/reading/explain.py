"""What each stretch of a page was taken for: the tool of the person who mends a reader."""

from collections.abc import Iterator

from repo_watch.reading.entries import survey


def explain(body: bytes, *, url: str, content_type: str | None = None) -> Iterator[tuple[str, str]]:
    """Stretches of a page in order, each with what `read_list` took it for.

    Args:
        body: the page's bytes as received.
        url: its address.
        content_type: the header of that name, or None.

    Yields:
        "heading", "label", "section:NAME", "keywords", "link", "accession", "furniture" or
        "unread", and the text.

    Raises:
        ReadingError: as `read_list`.
    """
    yield from survey(body, url=url, content_type=content_type).stretches
