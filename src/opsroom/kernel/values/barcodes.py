"""Check digits of product and parcel codes; refuses GTINs that do not check and text Code 128 cannot carry."""

from __future__ import annotations

from collections.abc import Sequence

from opsroom.kernel.values.errors import CodedError, Retry

GTIN_LENGTHS = (8, 12, 13, 14)
_SSCC_LENGTH = 18
_CODE_128_START_B = 104


class BadGtin(CodedError):
    """Digits that are no GTIN."""

    code = "values.bad_gtin"
    sentence = "{found!r} is not a valid GTIN. {rule}"
    retry = Retry.AFTER_FIX


def check_digit(digits: str) -> str:
    """The GS1 check digit (weights 3 and 1 from the right) for digits without it: GTIN, SSCC, GLN."""
    weighed = sum(int(one) * (3 if place % 2 == 0 else 1) for place, one in enumerate(reversed(digits)))
    return str(-weighed % 10)


def is_gtin(text: str) -> bool:
    """Whether the text is a GTIN-8, -12 (UPC), -13 (EAN) or -14 whose check digit fits. Blanks do not belong in it."""
    return _is_checked(text, GTIN_LENGTHS)


def is_sscc(text: str) -> bool:
    """Whether the text is an 18-digit logistic unit number whose check digit fits."""
    return _is_checked(text, (_SSCC_LENGTH,))


def gtin(text: str) -> str:
    """The GTIN as 14 digits, so that the UPC 036000291452 and the EAN 0036000291452 are one key. Raises BadGtin."""
    plain = text.strip().replace(" ", "").replace("-", "")
    if not plain.isascii() or not plain.isdigit() or len(plain) not in GTIN_LENGTHS:
        raise BadGtin(found=text[:40], rule="It has 8, 12, 13 or 14 digits.")
    if not is_gtin(plain):
        right = check_digit(plain[:-1])
        raise BadGtin(found=text[:40], rule=f"With these digits the last one must be {right}; scan it again.")
    return plain.rjust(14, "0")


def fits_code_128(text: str) -> bool:
    """Whether Code 128 in set B can carry the text: printable ASCII, at least one character."""
    return bool(text) and all(" " <= one <= "~" for one in text)


def code_128_check(values: Sequence[int]) -> int:
    """The modulo 103 check value of symbol values that begin with a start symbol."""
    first, *rest = values
    return (first + sum(place * one for place, one in enumerate(rest, start=1))) % 103


def code_128_values(text: str) -> list[int]:
    """Symbol values of a text in set B with start and check, without stop. Raises ValueError for other characters."""
    if not fits_code_128(text):
        raise ValueError("Code 128 set B carries printable ASCII only")
    values = [_CODE_128_START_B, *(ord(one) - 32 for one in text)]
    return [*values, code_128_check(values)]


def _is_checked(text: str, lengths: tuple[int, ...]) -> bool:
    digits = text.isascii() and text.isdigit() and len(text) in lengths
    return digits and check_digit(text[:-1]) == text[-1]
