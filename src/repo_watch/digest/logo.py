"""An organisation's logo: a PNG or SVG file, checked before it becomes part of an issue.

A damaged file would stop the PDF in the night of issue, so that it is refused when the settings
are used. What a file may not have is refused too: scripts and references to anywhere.
"""

import re
import struct
import zlib
from pathlib import Path

from lxml import etree

from repo_watch.digest.model import Logo
from repo_watch.errors import SettingsError

_LARGEST = 100_000
_WIDEST = 4000
_PNG = b"\x89PNG\r\n\x1a\n"
_SVG = "{http://www.w3.org/2000/svg}"
_ACTIVE = {"script", "foreignObject", "image", "animate", "set", "handler"}
_REFERENCE = re.compile(r"(?i)url\(\s*['\"]?\s*(?!#)|@import|javascript:")


def read(path: Path, setting: str) -> Logo:
    """The logo in a file, which a setting names.

    Raises:
        SettingsError: it cannot be read, is too large, damaged, or neither PNG nor plain SVG.
    """
    try:
        data = path.read_bytes()
    except OSError as error:
        raise SettingsError(f"{setting}: {path}: {error.strerror or error}") from error
    if len(data) > _LARGEST:
        raise SettingsError(f"{setting}: {path}: has {len(data)} bytes; at most {_LARGEST}")
    if data.startswith(_PNG) and _is_sound_png(data):
        return Logo("png", data)
    if _is_plain_svg(data):
        return Logo("svg", data)
    raise SettingsError(
        f"{setting}: {path}: is not a sound PNG, nor an SVG without scripts, pictures or links"
    )


def _is_sound_png(data: bytes) -> bool:
    """Each chunk's checksum, the size, and pixels that unpack (PNG specification, 5 and 11)."""
    at, pixels, name = len(_PNG), b"", b""
    while at + 12 <= len(data):
        length, name = struct.unpack_from(">L4s", data, at)
        body = data[at + 8 : at + 8 + length]
        if data[at + 8 + length : at + 12 + length] != zlib.crc32(name + body).to_bytes(4):
            return False
        if name == b"IHDR" and (length < 8 or max(struct.unpack_from(">LL", body)) > _WIDEST):  # noqa: PLR2004 -- two numbers of four bytes
            return False
        pixels += body if name == b"IDAT" else b""
        at += 12 + length
    unpacker = zlib.decompressobj()
    try:
        unpacker.decompress(pixels, 4 * _WIDEST * _WIDEST)
    except zlib.error:
        return False
    return name == b"IEND" and unpacker.eof


def _is_plain_svg(data: bytes) -> bool:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    try:
        tree = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError):
        return False
    # A document type could define entities; Typst and browsers disagree about those.
    plain = tree.tag == f"{_SVG}svg" and not tree.getroottree().docinfo.doctype
    return plain and not any(map(_is_active, tree.iter(etree.Element)))


def _is_active(element: "etree._Element") -> bool:
    """Whether an element does something, or leads anywhere."""
    said = [element.text or ""]
    for key, value in element.attrib.items():
        name = etree.QName(key).localname.lower()
        said.append(str(value))
        if name.startswith("on") or (name == "href" and not str(value).startswith("#")):
            return True
    return etree.QName(element).localname in _ACTIVE or any(map(_REFERENCE.search, said))
