"""The quote that keeps a spreadsheet from running a cell as a formula: put on, taken off; refuses to lose text."""

from __future__ import annotations

import re

# One more quote also goes before text that already looks guarded, so that taking one off gives the text back.
_NEEDS_QUOTE = re.compile(r"'*[=+\-@\t\r\0]")
_HAS_QUOTE = re.compile(r"'+[=+\-@\t\r\0]")


def guard(text: str) -> str:
    """Text for a CSV or XLSX cell. Numbers are not text and are written without this."""
    return "'" + text if _NEEDS_QUOTE.match(text) else text


def unguard(text: str) -> str:
    """The text that was guarded; any other text as it is."""
    return text[1:] if _HAS_QUOTE.match(text) else text
