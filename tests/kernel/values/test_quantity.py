"""Proves quantities: whole pieces, six decimals elsewhere, units that do not mix; refuses floats."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from opsroom.kernel.values.quantity import MixedUnits, NotAQuantity, Quantity, parse_quantity, pieces


def test_pieces_add_up() -> None:
    assert pieces(5) + pieces(2) - pieces(10) == pieces(-3)
    assert -pieces(3) == pieces(-3)
    assert pieces(7).pieces == 7
    assert (bool(pieces(0)), bool(pieces(1))) == (False, True)
    assert str(Quantity(Decimal("2.5"), "kg")) == "2.500000 kg"


def test_quantities_of_one_unit_have_an_order() -> None:
    assert (pieces(1) < pieces(2), pieces(2) < pieces(2)) == (True, False)
    assert (pieces(2) <= pieces(2), pieces(3) <= pieces(2)) == (True, False)
    assert (pieces(3) > pieces(2), pieces(2) > pieces(2)) == (True, False)
    assert (pieces(2) >= pieces(2), pieces(1) >= pieces(2)) == (True, False)


def test_half_a_piece_is_refused_half_a_kilo_is_not() -> None:
    with pytest.raises(NotAQuantity, match=r"'2\.5' is not a quantity in pc\. Use a whole number\."):
        parse_quantity("2.5")
    assert parse_quantity("2.5", "kg") == Quantity(Decimal("2.5"), "kg")
    assert parse_quantity("3.000") == pieces(3)
    with pytest.raises(NotAQuantity, match="up to six decimals"):
        parse_quantity("0.1234567", "m")


@pytest.mark.parametrize("text", ["", "abc", "1e3", "1_000", "1,5", "NaN", "\u0663", "--1", "9" * 13])
def test_what_is_no_quantity_gets_a_sentence(text: str) -> None:
    with pytest.raises(NotAQuantity):
        parse_quantity(text)


def test_kilos_and_pieces_do_not_mix() -> None:
    kilo = Quantity(Decimal(1), "kg")
    with pytest.raises(MixedUnits, match="kg and pc cannot be added"):
        kilo + pieces(1)
    with pytest.raises(MixedUnits):
        _ = kilo.pieces
    with pytest.raises(TypeError, match="expected Quantity"):
        kilo + 1  # type: ignore[operator]


def test_floats_and_unknown_units_are_refused() -> None:
    with pytest.raises(TypeError, match="not float"):
        Quantity(1.5, "kg")  # type: ignore[arg-type]
    with pytest.raises(TypeError, match="pieces are int"):
        pieces(True)
    with pytest.raises(ValueError, match="'stone' is not one of"):
        Quantity(Decimal(1), "stone")
    with pytest.raises(NotAQuantity, match="smaller number"):
        Quantity(Decimal("Infinity"), "kg")


@given(st.integers(-(10**12) + 1, 10**12 - 1))
def test_pieces_survive_text(count: int) -> None:
    assert parse_quantity(str(count)).pieces == count
