"""A SKU proposed from a product's name and options, the same for the same input; refuses to be empty or endless."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Collection, Sequence

PROPOSED_SKU_CHARS_MAX = 64
_MARK_CHARS = 6
_NOT_CODE = re.compile(r"[\W_]+")


def propose_sku(base: str, options: Sequence[str], taken: Collection[str] = ()) -> str:
    """ "LINEN-SHIRT-M-BLUE"; a number is added when `taken` has it, a mark of the whole when it had to be cut."""
    parts = [_plain(part) for part in (base, *options)]
    full = "-".join(part for part in parts if part) or "SKU-" + _mark("|".join((base, *options)))
    if len(full) > PROPOSED_SKU_CHARS_MAX:
        full = f"{full[: PROPOSED_SKU_CHARS_MAX - _MARK_CHARS - 1].rstrip('-')}-{_mark(full)}"
    found, again = full, 2
    while found in taken:
        found, again = f"{full}-{again}", again + 1
    return found


def _plain(part: str) -> str:
    flat = unicodedata.normalize("NFKD", part.upper())
    return _NOT_CODE.sub("-", "".join(one for one in flat if not unicodedata.combining(one))).strip("-")


def _mark(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()[:_MARK_CHARS].upper()
