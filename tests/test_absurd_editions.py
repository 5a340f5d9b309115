"""Whatever an edition's settings, logo and notes hold, no other edition goes without its issue."""

import json
from struct import pack
from zlib import compress, crc32

from fictions import SIGNS
from hypothesis import Phase, example, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace as set_to
from outlets import night
from post_office import ISSUED, make_digest
from world import LIST, UPDATE, Installation, review

from repo_watch.digest.logo import read
from repo_watch.digest.model import Edition
from repo_watch.errors import SettingsError
from repo_watch.rendering import pdf
from repo_watch.rendering.view import view
from repo_watch.settings import EditionSettings


def chunk(name, body):
    return pack(">L", len(body)) + name + body + crc32(name + body).to_bytes(4)


NUMBERS = st.sampled_from([0, 1, 2, 4000, 4001, 2**32 - 1])
HEADS = st.builds(
    lambda wide, high, rest: chunk(b"IHDR", pack(">LL", wide, high) + rest),
    NUMBERS,
    NUMBERS,
    st.sampled_from([b"\x08\x02\0\0\0", b"\x08\x03\0\0\0", b"\x10\x06\0\0\1", b"\7" * 5, b""]),
)
PIXELS = st.sampled_from([b"", b"\0\1\2\3", b"\7" * 99, b"\0" * 10_000]).map(
    lambda rows: chunk(b"IDAT", compress(rows))
)
OTHERS = st.builds(chunk, st.sampled_from([b"PLTE", b"iCCP", b"zzzz"]), st.binary(max_size=9))
PNG = st.lists(HEADS | PIXELS | OTHERS, max_size=4).map(
    lambda parts: b"\x89PNG\r\n\x1a\n" + b"".join(parts) + chunk(b"IEND", b"")
)
SIZES = ("", 'viewBox="0 0 0 0"', 'viewBox="a"', 'width="1e99"', 'width="-1"', 'width="100%"')
SHAPES = (
    "",
    "<g>" * 200 + "</g>" * 200,
    '<g id="a"><use href="#a"/></g>',
    "<text>\u202e</text>",
    '<path d="M0 0 L1e99 nan"/>',
    '<filter id="f"><feGaussianBlur stdDeviation="1e9"/></filter><g filter="url(#f)"/>',
)
SVG = st.builds(
    '<svg xmlns="http://www.w3.org/2000/svg" {}>{}</svg>'.format,
    st.sampled_from(SIZES),
    st.sampled_from(SHAPES),
).map(str.encode)


@settings(max_examples=20)
@given(logo=PNG | SVG)
@example(logo=b'<svg xmlns="http://www.w3.org/2000/svg" width="1e99"/>')
def test_a_logo_is_refused_or_is_set(tmp_path_factory, logo):
    path = tmp_path_factory.mktemp("logo") / "logo"
    path.write_bytes(logo)
    try:
        found = read(path, "editions.near.logo")
    except SettingsError:
        return
    said = view(make_digest(1, edition=Edition(name="near", organisation="We", logo=found)))
    try:
        made = pdf.render(said, ISSUED)
    except SettingsError:
        return
    assert made.startswith(b"%PDF")


class Publisher(Installation):
    edition = EditionSettings()

    @property
    def settings(self):
        return set_to(super().settings, editions={"near": self.edition})


NAMES = st.lists(SIGNS.filter(bool), max_size=3).map(tuple)
EDITIONS = st.builds(
    EditionSettings,
    title=SIGNS.filter(bool) | st.just("Q" * 100),
    organisation=SIGNS,
    introduction=SIGNS | st.just("Q" * 2000),
    contact=SIGNS,
    nations=NAMES,
    authorities=NAMES,
    keywords=NAMES,
    rhythm=st.sampled_from(["month", "two months"]),
    pairs_begin=st.integers(1, 12),
    group_by=st.sampled_from(["authority", "theme"]),
    approval=st.booleans(),
)
NOTES = st.one_of(
    st.binary(max_size=60),
    SIGNS.map(lambda note: f"note = {json.dumps(note)}".encode("utf-8", "replace")),
    st.integers(-(2**70), 2**70).map('[[hide]]\nitem = {}\nreason = "x"'.format).map(str.encode),
)


@settings(
    max_examples=4,
    derandomize=True,
    phases=[Phase.explicit, Phase.generate],  # each is a night
)
@given(edition=EDITIONS, notes=NOTES)
@example(edition=EditionSettings(title="\u202e"), notes=b'note = "' + b"Q" * 90_000 + b'"')
@example(edition=EditionSettings(), notes=b'[[hide]]\nitem = 99999999999999999999\nreason = "x"')
def test_whatever_an_edition_says_the_other_is_issued(tmp_path_factory, edition, notes):
    watch = Publisher(tmp_path_factory.mktemp("odd"))
    watch.edition = edition
    watch.world.pages = {LIST: [review(uid, year=2026) for uid in range(3)], UPDATE: []}
    assert watch.run(night(0)).status == 0
    watch.world.pages[LIST].append(review(7, year=2026))
    assert watch.run(night(5)).status == 0
    watch.settings.notes.mkdir()
    for name in ("near-2026-09", "near-2026-08_2026-09", "near-2026-09_2026-10"):
        (watch.settings.notes / f"{name}.toml").write_bytes(notes)
    outcome = watch.run(night(30))
    assert outcome.status in {0, 1}, outcome.notices
    assert "national" in {made.digest.edition.name for made in outcome.issued}
