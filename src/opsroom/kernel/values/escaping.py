"""Makes people's text harmless where it is read as commands: spreadsheet cells and ZPL labels; refuses raw ^ and ~."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

# A cell that starts with one of these is a formula (or is cut off) in some spreadsheet.
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\0")
# The quote is doubled like an escape: text that starts with quotes and then a formula sign gets one more, so that
# taking one off again always gives back what was there.
_QUOTE = "'"

# What may stand in ^FD unescaped when ^FH is on: letters and digits and a few marks that are no ZPL command anywhere.
_ZPL_PLAIN = frozenset(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789 .-/:")


def safe_cell(text: str) -> str:
    """Text for a CSV or XLSX cell: a leading quote where it could be read as a formula. Inverse: plain_cell."""
    return _QUOTE + text if text.lstrip(_QUOTE).startswith(_FORMULA_STARTS) else text


def plain_cell(cell: str) -> str:
    """Text of a cell that may come from safe_cell: takes our quote off again, and no other."""
    if cell.startswith(_QUOTE) and cell.lstrip(_QUOTE).startswith(_FORMULA_STARTS):
        return cell[1:]
    return cell


def csv_line(cells: Iterable[str | int | Decimal | None]) -> str:
    """One CSV line (RFC 4180, CRLF). Texts are made formula-safe, numbers stay numbers, None is an empty cell."""
    return ",".join(_csv_cell(one) for one in cells) + "\r\n"


def _csv_cell(value: str | int | Decimal | None) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value)
    if isinstance(value, Decimal):
        return f"{value:f}"
    text = safe_cell(value)
    if any(one in text for one in ',"\r\n') or text != text.strip():
        return '"' + text.replace('"', '""') + '"'
    return text


def zpl_field(text: str) -> str:
    """A ZPL field with people's text, as "^FH_^FD...^FS" in UTF-8 (the label sets ^CI28). Line ends become blanks.

    Every byte that is not plainly harmless is written as hex, so text can neither end the field nor start a command.
    """
    flat = " ".join(text.split())
    return "^FH_^FD" + "".join(_zpl_byte(one) for one in flat.encode("utf-8", "replace")) + "^FS"


def _zpl_byte(byte: int) -> str:
    return chr(byte) if byte in _ZPL_PLAIN else f"_{byte:02X}"
