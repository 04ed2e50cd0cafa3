"""Card numbers in free text are masked but for their last four digits; codes of goods and parcels are left alone."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from opsroom.kernel.values.card_numbers import mask_cards, mask_cards_in


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("my card is 4111 1111 1111 1111, thanks", "my card is •••• 1111, thanks"),
        ("5555-5555-5555-4444", "•••• 4444"),
        ("amex 378282246310005!", "amex •••• 0005!"),
        ("2223003122003222 and 6011111111111117", "•••• 3222 and •••• 1117"),
        ("3530111333300000", "•••• 0000"),
        ("4111 1111 1111 1111 12/26", "•••• 1111 12/26"),
        ("4111111111111111 123", "•••• 1111 123"),
        ("4111 1111 1111 1111 5555 5555 5555 4444", "•••• 1111 •••• 4444"),
        ("Visa-4111111111111111", "Visa-•••• 1111"),
        ("4111 1111 1111 1111 " * 2000, "•••• 1111 " * 2000),
        ("No.4111111111111111", "No.•••• 1111"),
    ],
)
def test_Y2_a_card_number_keeps_its_last_four(text: str, kept: str) -> None:
    assert mask_cards(text) == kept


@pytest.mark.parametrize(
    "text",
    [
        "4006381333931",
        "4222222222222",  # passes the check of old Visa cards; so does every tenth GTIN from Germany
        "EAN 9783161484100",
        "4111 1111 1111 1112",  # a digit off
        "order 1000000000000008 of 2026-11-29",  # passes Luhn, no issuer begins so
        "JJD000390007882154321",
        "1Z999AA10123456784",
        "49 30 123456 78",
        "1.4111111111111111",
        "41111111111111110000",  # longer than any card
        "",
    ],
)
def test_Y2_other_numbers_stay_as_they_are(text: str) -> None:
    assert mask_cards(text) == text


def test_Y2_texts_inside_a_record_are_masked_and_its_keys_stay() -> None:
    card = "4111111111111111"
    found = {"Note": [card, 4111111111111111], "n": None, "Order Card": card, "meta": {"value": card}}
    codes = {"Order number": card, "line_id": card, "Tracking no": card, "SKU": card, "barcodes": [card]}
    assert mask_cards_in(found | codes) == codes | {
        "Note": ["•••• 1111", 4111111111111111],
        "n": None,
        "Order Card": "•••• 1111",
        "meta": {"value": "•••• 1111"},
    }


@given(st.text(alphabet="0123456789 -", max_size=40))
def test_Y2_masking_twice_is_masking_once_and_text_without_digits_stays(text: str) -> None:
    once = mask_cards(text)
    assert mask_cards(once) == once


@given(st.integers(0, 10**14 - 1), st.sampled_from(["4", "51", "37"]))
def test_Y2_every_number_of_an_issuer_that_passes_the_check_is_masked(tail: int, head: str) -> None:
    body = head + str(tail).zfill(14)
    body = body[: 14 if head == "37" else 15]
    digits = [int(c) for c in body]
    total = sum(d * 2 - 9 if d > 4 else d * 2 for d in digits[-1::-2]) + sum(digits[-2::-2])
    number = body + str(-total % 10)
    assert mask_cards(f"card {number}.") == f"card •••• {number[-4:]}."
