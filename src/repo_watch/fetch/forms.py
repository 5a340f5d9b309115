"""Which content type fits which kind of request."""

from collections.abc import Mapping

from msgspec import Struct

from repo_watch.model import CASE

HTML = frozenset({"text/html", "application/xhtml+xml"})


def media_type(headers: Mapping[str, str]) -> str:
    """What an answer says its body is, without parameters and in lower case; "" where it does not.

    The headers' names are in lower case, or case does not matter in them.
    """
    return headers.get("content-type", "").partition(";")[0].strip().lower()


class Form(Struct, frozen=True):
    """The form in which an answer is wanted, by an Accept header.

    These content types are it, and further ones by their ending (`+json`). Messages call it `name`.
    """

    name: str
    accept: str
    types: frozenset[str]
    suffixes: tuple[str, ...] = ()

    def refuses(self, headers: Mapping[str, str]) -> str | None:
        """The content type of an answer when it is another form; a missing one is accepted."""
        kind = media_type(headers)
        fits = kind in self.types or (kind.endswith(self.suffixes) and kind not in HTML)
        return None if fits or not kind else kind


_PAGE = Form("a web page", "text/html, application/xhtml+xml;q=0.9", HTML)
_DATA = Form(
    "JSON or XML",
    "application/json, application/atom+xml, application/rss+xml, application/xml;q=0.9,"
    " text/xml;q=0.9",
    frozenset({"application/json", "application/xml", "text/xml"}),
    ("+json", "+xml"),
)
_OF_KIND = dict.fromkeys(("search", "phrase", "more", "content", "feed", "data"), _DATA) | {
    CASE: Form(
        "a web page or a PDF", "text/html, application/pdf;q=0.8", HTML | {"application/pdf"}
    )
}


def form_of(kind: str) -> Form:
    """The form that a request of this kind wants: data for an interface or feed, else a page."""
    return _OF_KIND.get(kind, _PAGE)
