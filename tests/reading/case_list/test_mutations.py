"""Recorded pages, changed as the web changes pages: what is read must stay the same."""

import json
import random
import re
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from list_pages import read_list

from repo_watch.errors import ReadingError

PAGES = Path(__file__).parents[2] / "pages" / "nspcc-reviews"
CASES = sorted(path.parent for path in PAGES.glob("*/expected.jsonl") if path.stat().st_size)
SEED = 20310501

Mutation = Callable[[str, random.Random], str]
_TEXT = re.compile(r">([^<>]+)<")
_HEAD_OR_SCRIPT = re.compile(r"(<head>.*?</head>|<script.*?</script>)", re.DOTALL | re.IGNORECASE)


def in_texts(page: str, change: Callable[[str], str]) -> str:
    """The page with its text changed, but neither its tags nor its head."""
    parts = _HEAD_OR_SCRIPT.split(page)
    for at in range(0, len(parts), 2):
        parts[at] = _TEXT.sub(lambda match: f">{change(match[1])}<", parts[at])
    return "".join(parts)


def no_break_spaces(page: str, dice: random.Random) -> str:
    spaces = [" ", " ", " ", "\u00a0", "&nbsp;", "\n   ", " \u2009"]
    return in_texts(page, lambda text: re.sub(" ", lambda _: dice.choice(spaces), text))


def soft_hyphens(page: str, dice: random.Random) -> str:
    hyphens = ["", "", "", "\u00ad", "&shy;", "\u200b"]
    words = re.compile(r"(?<=[a-z]{3})(?=[a-z]{3})(?![^&\s]*;)")
    return in_texts(
        page,
        lambda text: text if "&" in text else words.sub(lambda _: dice.choice(hyphens), text),
    )


def references(page: str, dice: random.Random) -> str:
    def spelt(match: re.Match[str]) -> str:
        code = ord(match[0])
        return dice.choice([match[0], f"&#{code};", f"&#x{code:x};"])

    return in_texts(page, lambda text: re.sub("[–’“”‘]", spelt, text))


def unclosed_tags(page: str, dice: random.Random) -> str:
    # Not `strong`: where it alone tells a heading from the text behind it, nothing else could.
    return re.sub(
        r"</(?:p|li|dd|dt|td|th|tr|b|em|span|section|div|article)>",
        lambda match: "" if dice.random() < 0.1 else match[0],
        page,
    )


def misnested_tags(page: str, dice: random.Random) -> str:
    page = re.sub(
        r"(</(?:b|strong|em|span)>)(</(?:p|h3|h4|td|dd|li|summary|dt)>)",
        lambda match: match[2] + match[1] if dice.random() < 0.5 else match[0],
        page,
    )
    stray = ["</div>", "</font>", "</center>", "</b>", "</section>", "</p>"]
    return re.sub(r"(?<=</p>)", lambda _: dice.choice(stray) if dice.random() < 0.2 else "", page)


def comments(page: str, dice: random.Random) -> str:
    note = "<!-- 2025 – Nowhere – Child Z <p>Keywords: none</p> -->"
    return in_texts(
        page,
        lambda text: re.sub(" ", lambda _: f" {note}" if dice.random() < 0.05 else " ", text),
    )


def hidden_elements(page: str, dice: random.Random) -> str:
    hidden = [
        "<span hidden>Keywords: hidden</span>",
        '<span style="display:none">hidden words</span>',
        "<template><p>2025 – Nowhere – Child Z</p></template>",
        "<script>var entry = '2025 – Nowhere – Child Z';</script>",
        "<noscript>Please enable scripts</noscript>",
        '<span class="visually-hidden">opens in a new window</span>',
        "<style>p { color: black }</style>",
    ]
    return in_texts(
        page,
        lambda text: re.sub(
            " ", lambda _: f" {dice.choice(hidden)}" if dice.random() < 0.05 else " ", text
        ),
    )


def one_line(page: str, dice: random.Random) -> str:
    return page.replace("\n", dice.choice([" ", ""]))


def long_menu_first(page: str, dice: random.Random) -> str:
    items = "".join(
        f'<li><a href="/p/{dice.random()}">Page {number}</a></li>' for number in range(3000)
    )
    script = "<script>" + "var entries = ['2025 – Nowhere – Child Z'];\n" * 3000 + "</script>"
    return re.sub(
        r"(<body[^>]*>)", lambda match: f"{match[1]}<nav><ul>{items}</ul></nav>{script}", page
    )


def wrapped_text(page: str, dice: random.Random) -> str:
    return in_texts(
        page,
        lambda text: f'<span class="t{dice.randrange(9)}">{text}</span>' if text.strip() else text,
    )


def other_case(page: str, dice: random.Random) -> str:
    return re.sub(
        r"<(/?)([a-z][a-z0-9]*)",
        lambda match: f"<{match[1]}{match[2].upper() if dice.random() < 0.5 else match[2]}",
        page,
    )


def more_boxes(page: str, dice: random.Random) -> str:
    page = re.sub(
        r"<p>(.*?)</p>",
        lambda match: (
            f"<div><div><p>{match[1]}</p></div></div>" if dice.random() < 0.3 else match[0]
        ),
        page,
    )
    return page.replace("<h1>", "<div><h1>").replace("</h1>", "</h1></div>")


MUTATIONS: list[Mutation] = [
    no_break_spaces,
    soft_hyphens,
    references,
    unclosed_tags,
    misnested_tags,
    comments,
    hidden_elements,
    one_line,
    long_menu_first,
    wrapped_text,
    other_case,
    more_boxes,
]


def as_utf8(page: str) -> bytes:
    return page.encode()


def as_undeclared_windows_1252(page: str) -> bytes:
    return page.replace('<meta charset="utf-8">', "").encode("windows-1252", "xmlcharrefreplace")


def as_wrongly_declared_windows_1252(page: str) -> bytes:
    return page.encode("windows-1252", "xmlcharrefreplace")


def as_utf8_read_as_latin_1(page: str) -> bytes:
    return page.encode().decode("latin-1").encode()


ENCODINGS: list[Callable[[str], bytes]] = [
    as_utf8,
    as_undeclared_windows_1252,
    as_wrongly_declared_windows_1252,
    as_utf8_read_as_latin_1,
]


def read(body: bytes, case: Path) -> list[dict[str, object]]:
    url = json.loads((case / "meta.json").read_text("utf-8"))["url"]
    return [
        {
            "title": entry.title,
            "year": entry.year,
            "month": entry.month,
            "authority_text": entry.authority_text,
            "anonymous": entry.anonymous,
            "case_name": entry.case_name,
            "sections": _folded(entry.sections),
            "keywords": list(entry.keywords),
            "links": [{"label": link.label, "url": link.url} for link in entry.links],
        }
        for entry in read_list(body, url=url).items
    ]


def expected(case: Path) -> list[dict[str, object]]:
    lines = (case / "expected.jsonl").read_text("utf-8").splitlines()
    entries = [json.loads(line) for line in lines]
    return [entry | {"sections": _folded(entry["sections"])} for entry in entries]


def _folded(sections: Mapping[str, str]) -> dict[str, str]:
    """Sections as they are compared: markup that is changed may break lines elsewhere."""
    return {name: " ".join(text.split()) for name, text in sections.items()}


def page_of(case: Path) -> str:
    return (case / "page.html").read_text("utf-8")


@pytest.mark.parametrize("encode", ENCODINGS, ids=lambda encode: encode.__name__)
@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_encodings_do_not_change_what_is_read(case: Path, encode: Callable[[str], bytes]) -> None:
    assert read(encode(page_of(case)), case) == expected(case)


@pytest.mark.parametrize("mutate", MUTATIONS, ids=lambda mutate: mutate.__name__)
@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_mutations_do_not_change_what_is_read(case: Path, mutate: Mutation) -> None:
    body = mutate(page_of(case), random.Random(SEED)).encode()
    assert read(body, case) == expected(case)


def lost_tags(page: str, dice: random.Random) -> str:
    return re.sub(
        r"<(?!/?(?:html|head|body|meta|title|script|style|nav|footer|aside)\b)[^<>]*>",
        lambda match: "" if dice.random() < 0.03 else match[0],
        page,
    )


def swapped_tags(page: str, dice: random.Random) -> str:
    names = ["p", "div", "h2", "h4", "li", "td", "b", "span", "section", "table", "a", "button"]
    return re.sub(
        r"(</?)(p|div|li|td|dd|dt|b|strong|em|span|h3|section|tr)(?=[ >])",
        lambda match: match[1] + (dice.choice(names) if dice.random() < 0.05 else match[2]),
        page,
    )


def damaged(number: int) -> tuple[Path, bytes]:
    """One page of the long series: a recorded page under several changes, some of them rough."""
    dice = random.Random(SEED + number)
    case = dice.choice(CASES)
    page = page_of(case)
    # The rough ones come first: they must not lay bare what the others hide.
    for mutate in [each for each in (lost_tags, swapped_tags) if dice.random() < 0.3]:
        page = mutate(page, dice)
    milder = [mutation for mutation in MUTATIONS if mutation is not long_menu_first]
    for mutate in dice.sample(milder, dice.randint(1, 4)):
        page = mutate(page, dice)
    body = dice.choice(ENCODINGS)(page)
    return case, body[: dice.randrange(len(body))] if dice.random() < 0.1 else body


def letters(text: object) -> str:
    return "".join(str(text).split())


def check_damaged(numbers: range) -> None:
    for number in numbers:
        case, body = damaged(number)
        own = expected(case)
        titles = [letters(entry["title"]) for entry in own]
        texts = letters([entry["sections"] for entry in own])
        try:
            found = read(body, case)
        except ReadingError:
            continue
        for entry in found:
            # A lost tag may cut a heading, let it run into its text, or make one of a step in a
            # chronology: words of an entry all the same.
            title = letters(entry["title"])
            assert title in texts or any(title in each or each in title for each in titles), (
                number,
                entry["title"],
            )


@pytest.mark.no_cover
def test_damaged_pages_invent_nothing() -> None:
    check_damaged(range(300))


@pytest.mark.slow
@pytest.mark.parametrize("part", range(20))
def test_twenty_thousand_damaged_pages_invent_nothing(part: int) -> None:
    check_damaged(range(part * 1000, part * 1000 + 1000))
