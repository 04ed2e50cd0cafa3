"""What a file is by its bytes: kind, encoding, delimiter; refuses workbooks, pictures and pages named .csv."""

from __future__ import annotations

import codecs
import csv
import re
from collections import Counter
from dataclasses import dataclass
from typing import BinaryIO

from opsroom.kernel.values import limits

_SAVE_AS_CSV = 'Open it in a spreadsheet program and save it as "CSV UTF-8", then import that file.'
_WRONG_KINDS: tuple[tuple[bytes, str, str], ...] = (
    (b"\xd0\xcf\x11\xe0", "an old Excel workbook (.xls)", _SAVE_AS_CSV),
    (b"%PDF", "a PDF document", "Export the data as CSV from the program that made it."),
    (b"\x89PNG", "a PNG picture", "Choose the data file instead."),
    (b"\xff\xd8\xff", "a JPEG picture", "Choose the data file instead."),
    (b"GIF8", "a GIF picture", "Choose the data file instead."),
    (b"\x1f\x8b", "a gzip archive", "Unpack it and import the file inside."),
    (b"7z\xbc\xaf", "a 7-Zip archive", "Unpack it and import the file inside."),
    (b"Rar!", "a RAR archive", "Unpack it and import the file inside."),
    (b"SQLite format 3", "a SQLite database", "Export a table from it as CSV."),
    (b"{\\rtf", "a rich text document", _SAVE_AS_CSV),
)


_NOT_ASCII = re.compile("[^\\x00-\\x7f]")
# What no table begins with: an object or list, and in it a name, a value or its end.
_JSON_START = re.compile(r'[{\[]\s*(?:["{\[]|[}\]]\s*\Z|-?\d[\d.e+-]*\s*[,\]]|(?:true|false|null)\s*[,\]])')


@dataclass(frozen=True, slots=True)
class WrongKind:
    """What the file is instead, and what to do."""

    found: str
    sentence: str


def wrong_kind(head: bytes, wanted: str) -> WrongKind | None:
    """Judge the first bytes. `wanted` is "CSV" or "JSON"; None: nothing speaks against it."""
    if not head.strip(b"\xef\xbb\xbf\xff\xfe\0 \t\r\n"):
        return _wrong("an empty file", wanted, "Export it again and look into it before importing.")
    if head.startswith(b"PK"):
        return _archive(head, wanted)
    for magic, found, advice in _WRONG_KINDS:
        if head.startswith(magic):
            return _wrong(found, wanted, advice)
    return _wrong_text(head, wanted)


def _archive(head: bytes, wanted: str) -> WrongKind:
    if any(mark in head for mark in (b"xl/", b"[Content_Types].xml", b"docProps/", b"_rels/.rels")):
        return _wrong("an Excel workbook", wanted, _SAVE_AS_CSV)
    if b"opendocument" in head:
        return _wrong("an OpenDocument file", wanted, _SAVE_AS_CSV)
    return _wrong(
        "a zip archive",
        wanted,
        'If it is a workbook, open it in a spreadsheet program and save it as "CSV UTF-8"; else unpack it. Then import '
        "that file.",
    )


def _wrong_text(head: bytes, wanted: str) -> WrongKind | None:
    text = head.decode("utf-16" if head[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig", "replace")
    start = text.lstrip()[:200].lower()
    if start.startswith(("<!doctype html", "<html", "<head", "<body")):
        advice = "The download was probably a sign-in or error page. Sign in to the shop and export again."
        return _wrong("a web page", wanted, advice)
    if start.startswith(("<?xml", "<svg")):
        return _wrong("an XML file", wanted, f"Export the data as {wanted} instead.")
    if wanted == "CSV" and _JSON_START.match(start):
        return _wrong("a JSON file", wanted, "Choose the kind of order it holds, or export a CSV.")
    if wanted == "JSON" and not start.startswith(("{", "[")):
        return _wrong("plain text", wanted, "A JSON file begins with { or [. Export the orders as JSON.")
    return None


def _wrong(found: str, wanted: str, advice: str) -> WrongKind:
    return WrongKind(found, f"This is {found}, not a {wanted} file. {advice} Nothing was imported.")


@dataclass(frozen=True, slots=True)
class Encoding:
    """How to decode, what was doubtful: `asked` when a person should confirm; `example` holds a doubtful bit."""

    codec: str
    asked: bool = False
    example: str = ""


def find_encoding(stream: BinaryIO, told: str | None = None) -> Encoding:
    """Read the whole stream once in blocks, leave it at 0. A person's answer wins."""
    stream.seek(0)
    head = stream.read(limits.FILE_HEAD_BYTES)
    if told and _known(told):
        stream.seek(0)
        return Encoding(told)
    codec = _wide_codec(head)
    found = Encoding(codec) if codec else _utf8_or_western(stream)
    stream.seek(0)
    return found


def _known(codec: str) -> bool:
    try:
        return codecs.lookup(codec).name in {
            "utf-8",
            "utf-8-sig",
            "utf-16",
            "cp1250",
            "cp1251",
            "cp1252",
            "cp1253",
            "cp1254",
            "cp850",
            "mac-roman",
            "iso8859-1",
            "iso8859-15",
        }
    except LookupError:
        return False


def _wide_codec(head: bytes) -> str | None:
    if head[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return "utf-16"
    even, odd = head[0:2000:2], head[1:2000:2]
    if len(odd) < 8:
        return None
    if odd.count(0) > len(odd) * 0.7 and even.count(0) < len(even) * 0.1:
        return "utf-16-le"
    if even.count(0) > len(even) * 0.7 and odd.count(0) < len(odd) * 0.1:
        return "utf-16-be"
    return None


def _utf8_or_western(stream: BinaryIO) -> Encoding:
    """UTF-8 unless most of what is not ASCII breaks its rules: one broken byte must not turn the rest to noise."""
    broken = good = 0
    example = b""
    stream.seek(0)
    decoder = codecs.getincrementaldecoder("utf-8")("surrogateescape")
    while block := stream.read(limits.FILE_BLOCK_BYTES):
        if block.isascii():
            decoder.reset()
            continue
        text = decoder.decode(block)
        odd = _NOT_ASCII.findall(text)
        escaped = sum(1 for character in odd if "\udc80" <= character <= "\udcff")
        broken += escaped
        good += len(odd) - escaped
        if escaped and not example:
            at = next(i for i, character in enumerate(text) if "\udc80" <= character <= "\udcff")
            example = text[max(0, at - 12) : at + 12].encode("utf-8", "surrogateescape")
    if broken > good:
        shown = example.decode("cp1252", "replace").strip()
        return Encoding("cp1252", asked=True, example=" ".join(shown.split()))
    return Encoding("utf-8-sig")


def find_delimiter(sample: str) -> str:
    """The delimiter that cuts the first lines into most and equal columns; comma when nothing speaks."""
    first = sample.split("\n", 1)[0].strip().lower()
    if first.startswith("sep=") and len(first) == 5:
        return first[4]
    best, best_score = ",", 0.0
    for delimiter in (",", ";", "\t", "|"):
        widths = [len(row) for row in _rows(sample, delimiter) if row]
        if not widths or widths[0] < 2:
            continue
        usual, times = Counter(widths).most_common(1)[0]
        score = widths[0] * (times / len(widths)) * (1.0 if usual == widths[0] else 0.5)
        if score > best_score:
            best, best_score = delimiter, score
    return best


def _rows(sample: str, delimiter: str) -> list[list[str]]:
    try:
        return list(csv.reader(sample.splitlines(keepends=True)[:20], delimiter=delimiter))
    except csv.Error:
        return []
