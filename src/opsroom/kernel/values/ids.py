"""Identities: distinct types for row ids, keys of outside objects and short codes that detect a mistyped digit."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NewType

from opsroom.kernel.values.errors import CodedError, Retry
from opsroom.kernel.values.limits import EXTERNAL_ID_CHARS_MAX

CompanyId = NewType("CompanyId", int)
SiteId = NewType("SiteId", int)
UserId = NewType("UserId", int)
ChannelId = NewType("ChannelId", int)
ProductId = NewType("ProductId", int)
SkuId = NewType("SkuId", int)
CustomerId = NewType("CustomerId", int)
OrderId = NewType("OrderId", int)
OrderLineId = NewType("OrderLineId", int)
FulfilmentId = NewType("FulfilmentId", int)
WaveId = NewType("WaveId", int)
ParcelId = NewType("ParcelId", int)
InvoiceId = NewType("InvoiceId", int)
PlaceId = NewType("PlaceId", int)
LotId = NewType("LotId", int)
EntryId = NewType("EntryId", int)
JobId = NewType("JobId", int)
EventId = NewType("EventId", int)

# No I, L, O, U, V: nothing read aloud or off a smudged slip is mistaken. 31 characters, because 31 is prime: the check
# character then comes from the same alphabet, and every position's weight has an inverse.
_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTWXYZ"
_BASE = len(_ALPHABET)
_WEIGHT = 3  # a generator modulo 31: neighbouring positions never weigh the same
_BODY_CHARS_MAX = 13  # enough for a bigint
_READ_AS = str.maketrans({"O": "0", "I": "1", "L": "1"})


class BadExternalId(CodedError):
    """An outside id that is empty, too long or holds control characters."""

    code = "values.bad_external_id"
    sentence = "{found!r} cannot be the id of a {kind}. It must hold 1 to {most} visible characters."
    retry = Retry.AFTER_FIX


class BadShortCode(CodedError):
    """A code from paper or scanner that does not check."""

    code = "values.bad_short_code"
    sentence = "{found!r} is not a {what} number. Scan it again or type it as printed, such as {example}."
    retry = Retry.AFTER_FIX


@dataclass(frozen=True, slots=True, order=True)
class ExternalKey:
    """The identity of an object in the system it came from: the account, the kind and that system's own id."""

    account_id: int
    kind: str
    external_id: str

    def __str__(self) -> str:
        return f"{self.account_id}:{self.kind}:{self.external_id}"


def external_key(account_id: int, kind: str, external_id: str | int) -> ExternalKey:
    """A checked key; outer blanks fall away, case stays, since ids of outside systems may differ in case only."""
    text = str(external_id).strip()
    if not 1 <= len(text) <= EXTERNAL_ID_CHARS_MAX or not text.isprintable():
        raise BadExternalId(found=text[:40], kind=kind, most=EXTERNAL_ID_CHARS_MAX)
    return ExternalKey(account_id, kind, text)


# What a paper may carry: its letter and the word people say.
PAPERS = {"P": "parcel", "W": "wave", "S": "slip", "T": "tote", "B": "batch", "R": "return"}


def short_code(letter: str, number: int) -> str:
    """A printable code for a row id, e.g. "P-0016-D": the paper's letter, the number, a check character.

    The check finds every single wrong character, every swap of two neighbours, and another paper's letter.
    """
    if letter not in PAPERS or number < 0:
        raise ValueError(f"no short code for {letter!r} {number}")
    digits, rest = "", number
    while rest:
        rest, one = divmod(rest, _BASE)
        digits = _ALPHABET[one] + digits
    digits = digits.rjust(4, "0")
    return f"{letter}-{digits}-{_check(letter, digits)}"


def parse_short_code(letter: str, text: str) -> int:
    """The row id of a code as scanned or typed (case, blanks, dashes, O for 0 forgiven); raises BadShortCode."""
    plain = text.strip().upper().replace("-", "").replace(" ", "")
    body, check = plain[1:-1].translate(_READ_AS), plain[-1:].translate(_READ_AS)
    readable = 1 <= len(body) <= _BODY_CHARS_MAX and all(one in _ALPHABET for one in body)
    if plain[:1] != letter or not readable or check != _check(letter, body):
        raise BadShortCode(found=text[:40], what=PAPERS[letter], example=short_code(letter, 1234))
    number = 0
    for one in body:
        number = number * _BASE + _ALPHABET.index(one)
    return number


def _check(letter: str, body: str) -> str:
    weighed = ord(letter)
    for place, one in enumerate(reversed(body), start=1):
        weighed += _ALPHABET.index(one) * pow(_WEIGHT, place, _BASE)
    return _ALPHABET[weighed % _BASE]
