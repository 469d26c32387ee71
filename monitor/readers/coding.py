"""Bytes to text: the order in which a page's coding is believed, and double-coded text mended."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_DECLARED = re.compile(rb"""(?:charset|encoding)\s{0,9}=\s{0,9}["']?\s{0,9}([A-Za-z0-9_.:-]{2,40})""")
_SENT = re.compile(r"""charset\s{0,9}=\s{0,9}["']?([A-Za-z0-9_.:-]{2,40})""", re.IGNORECASE)
_LOOKED_AT = 4_000
# What pages without a declared coding were usually written in, by the script of their language.
_USUAL = {
    **dict.fromkeys(("ru", "uk", "be", "bg"), "windows-1251"),
    **dict.fromkeys(("ar", "fa", "ur"), "windows-1256"),
    "he": "windows-1255",
    **dict.fromkeys(("tr", "az"), "windows-1254"),
    "th": "windows-874",
}
_MOJIBAKE = re.compile(
    "[ÐÑÃÂØÙÚÛ×ÕÖÄÅÉàá][\u0080-\u00bf\u0152-\u017e\u0192\u02c6\u02dc\u2013-\u203a\u20ac\u2122]"
)


def decode(body: bytes, content_type: str | None, languages: tuple[str, ...] = ()) -> str:
    """BOM, strict UTF-8, UTF-8 with a few bad bytes, what the page declares, what was sent, the usual one."""
    for mark, coding in _BOMS:
        if body.startswith(mark):
            return body.decode(coding, "replace")
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError:
        pass
    loose = body.decode("utf-8", "replace")
    if _high_bytes(body) > 100 * loose.count("\ufffd"):
        return loose
    for coding in _named(body, content_type, languages):
        try:
            text = body.decode(coding, "replace")
        except (LookupError, UnicodeError, ValueError, TypeError):
            continue
        return text
    return loose


def _high_bytes(body: bytes) -> int:
    return len(body) - len(body.translate(None, bytes(range(128, 256))))


def _named(body: bytes, content_type: str | None, languages: tuple[str, ...]) -> Iterator[str]:
    found = (
        *_DECLARED.findall(body[:_LOOKED_AT]),
        *(one.encode() for one in _SENT.findall(content_type or "")),
    )
    for raw in found:
        coding = raw.decode("ascii")
        if not coding.lower().replace("_", "-").startswith(("utf-8", "utf8")) and _is_text_coding(coding):
            yield coding
    for language in languages:
        if language in _USUAL:
            yield _USUAL[language]
            return
    yield "windows-1252"


def _is_text_coding(name: str) -> bool:
    try:
        return codecs.lookup(name)._is_text_encoding  # the codecs that unpack or turn letters are none
    except LookupError:
        return False


def mend_coding(text: str) -> str:
    """Text that was coded as UTF-8 twice, line by line; a line that can't be such a text stays."""
    if not _MOJIBAKE.search(text):
        return text
    return "\n".join(_mend_line(line) for line in text.split("\n"))


def _mend_line(line: str) -> str:
    """Mended when the signs of double coding stand close together, as no language writes them."""
    if len(_MOJIBAKE.findall(line)) < 2 and len(line) > 12:
        return line
    try:
        return b"".join(_byte_of(letter) for letter in line).decode("utf-8")
    except (UnicodeDecodeError, UnicodeEncodeError):
        return line


def _byte_of(letter: str) -> bytes:
    return letter.encode("latin-1" if ord(letter) < 256 else "windows-1252")
