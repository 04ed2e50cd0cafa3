"""A code that was mistyped is proposed, once for each word, and never at the price of a walk without end."""

from __future__ import annotations

from collections.abc import Mapping

from opsroom.kernel.values.limits import NEAREST_WORDS_COUNT_MAX
from opsroom.workflows.importing.nearest import Nearest


def test_a_mistyped_code_finds_its_own_and_a_strange_one_nothing() -> None:
    nearest = Nearest(lambda: {"mug-blue": "MUG-BLUE", "bowl-oak": "BOWL-OAK"})
    assert [nearest(word) for word in ("MUG-BLEU", "mug_blue", "BWL-OAK", "LAMP")] == [
        "MUG-BLUE", "MUG-BLUE", "BOWL-OAK", None,
    ]  # fmt: skip


def test_the_known_are_asked_once_and_only_so_many_words_are_compared() -> None:
    asked: list[int] = []

    def known() -> Mapping[str, str]:
        asked.append(1)
        return {f"sku-{number}": f"SKU-{number}" for number in range(1000, 1100)}

    nearest = Nearest(known)
    assert asked == []  # nothing unknown, nothing read
    found = [nearest(f"SKU-{number}X") for number in range(1000, 1100)]
    assert asked == [1]
    assert sum(one is not None for one in found) == NEAREST_WORDS_COUNT_MAX
    assert nearest("SKU-1000X") == "SKU-1000"  # a word that was compared is still known
