"""What an old tool tells of a line always comes to figures that add up, and what remains is never lost."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from opsroom.domains.purchasing.rules import LineDraft, remaining, state_of, told

PIECES = st.integers(0, 10_000)


@given(st.one_of(st.none(), PIECES), st.one_of(st.none(), PIECES), PIECES)
def test_what_the_file_says_remains_is_what_is_to_come(
    ordered: int | None, received: int | None, left: int
) -> None:
    found = told(ordered, received, left)
    assert remaining(found.ordered, found.received) == left
    agrees = (
        ordered is None or (received is None and left <= ordered) or remaining(ordered, received or 0) == left
    )
    assert (found.differs is None) == agrees
    if found.differs is not None:
        assert found.differs == remaining(ordered or 0, received or 0) != left


@given(PIECES, st.one_of(st.none(), PIECES))
def test_without_a_remainder_it_follows_from_the_others(ordered: int, received: int | None) -> None:
    found = told(ordered, received, None)
    assert (found.ordered, found.received, found.differs) == (ordered, received or 0, None)


def test_a_line_that_tells_no_figure_is_refused() -> None:
    with pytest.raises(ValueError, match="neither"):
        told(None, 3, None)


@given(st.lists(st.tuples(st.integers(1, 50), st.integers(0, 60)), min_size=1))
def test_an_order_is_open_exactly_while_a_piece_is_to_come(figures: list[tuple[int, int]]) -> None:
    lines = [LineDraft(1, ordered, received) for ordered, received in figures]
    assert (state_of(lines) == "open") == any(received < ordered for ordered, received in figures)
