"""A logo is checked before it can stop an issue, or bring anything into it."""

import struct
import zlib

import pytest

from repo_watch.digest import logo
from repo_watch.errors import SettingsError


def chunk(name, body):
    return struct.pack(">L", len(body)) + name + body + zlib.crc32(name + body).to_bytes(4)


def png(width=2, height=2, *, pixels=None):
    rows = b"".join(b"\0" + b"\x10\x40\x90" * width for _ in range(height))
    return b"".join(
        (
            b"\x89PNG\r\n\x1a\n",
            chunk(b"IHDR", struct.pack(">LLBBBBB", width, height, 8, 2, 0, 0, 0)),
            chunk(b"IDAT", zlib.compress(rows) if pixels is None else pixels),
            chunk(b"IEND", b""),
        )
    )


def svg(inside="", head=""):
    return (
        f'{head}<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"'
        f' viewBox="0 0 9 9">{inside}</svg>'
    ).encode()


@pytest.fixture
def write(tmp_path):
    def write(content):
        path = tmp_path / "logo"
        path.write_bytes(content)
        return path

    return write


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (png(), "png"),
        (svg('<rect width="9" height="9" fill="#05a"/>'), "svg"),
        (svg('<g id="a"/><use xlink:href="#a"/><path fill="url(#a)" d="M0 0"/>'), "svg"),
    ],
)
def test_sound_pictures_are_taken_as_they_are(write, content, kind):
    found = logo.read(write(content), "editions.x.logo")
    assert (found.kind, found.data) == (kind, content)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"GIF89a",
        b"<svg/>",
        b"<html/>",
        png()[:-6],
        png()[:30] + b"\0" + png()[31:],
        png(pixels=b"no pixels"),
        png(width=90_000, height=1),
        svg("<script>alert(1)</script>"),
        svg('<rect onclick="alert(1)"/>'),
        svg('<image href="https://elsewhere.example/x.png"/>'),
        svg('<a href="https://elsewhere.example/"><rect/></a>'),
        svg('<use xlink:href="https://elsewhere.example/x.svg#a"/>'),
        svg('<rect fill="url(https://elsewhere.example/#a)"/>'),
        svg("<style>@import 'https://elsewhere.example/x.css';</style>"),
        svg('<rect style="fill: URL( //elsewhere.example)"/>'),
        svg("<foreignObject/>"),
        svg("&x;", '<!DOCTYPE svg [<!ENTITY x "y">]>'),
    ],
)
def test_anything_else_is_refused_in_one_line(write, content):
    path = write(content)
    with pytest.raises(SettingsError) as refused:
        logo.read(path, "editions.x.logo")
    assert str(refused.value).startswith(f"editions.x.logo: {path}: is not a sound PNG")
    assert "\n" not in str(refused.value)


def test_a_file_that_is_missing_or_large_is_refused(tmp_path, write):
    with pytest.raises(SettingsError, match=r"^editions.x.logo: .*No such file"):
        logo.read(tmp_path / "none.png", "editions.x.logo")
    with pytest.raises(SettingsError, match="has 100001 bytes; at most 100000"):
        logo.read(write(b"x" * 100_001), "editions.x.logo")
