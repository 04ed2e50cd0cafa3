"""Stories of stock files: the shelf wins, unknown is not zero, a mass change asks first; refuses a guess."""

from __future__ import annotations

import difflib
from typing import Any

import pytest

from opsroom.domains.catalog import queries as catalog
from opsroom.domains.catalog.actions.upsert_products import upsert_products
from opsroom.domains.catalog.rules import ProductDraft, SkuDraft
from opsroom.domains.warehouse.models import Stock
from opsroom.ledgers.stock.queries import entries_of_ref
from opsroom.workflows import commit_import
from opsroom.workflows.confirm_flags import confirm_flags


@pytest.fixture
def shelf(shop: Any) -> Any:
    """Twelve SKUs, A-0 to A-11, known and nowhere in stock."""
    codes = [f"A-{n}" for n in range(12)]
    drafts = [ProductDraft(f"p-{code}", (SkuDraft(code),), title=code) for code in codes]
    upsert_products(shop.manager, shop.company, drafts)
    return shop


def on_hand(shop: Any) -> dict[str, int]:
    rows = Stock.objects.filter(site_id=shop.site).values_list("sku_id", "on_hand")
    codes = catalog.codes_of(shop.company, [row[0] for row in rows])
    return {codes[sku_id]: pieces for sku_id, pieces in rows if pieces}


def count(shop: Any, text: str, **more: Any) -> Any:
    return shop.bring("SKU,On hand,Bin,Unit cost\n" + text, "stock.csv", **more)


def test_opening_stock_goes_to_its_bins_and_a_second_run_changes_nothing(shelf: Any) -> None:
    text = "A-0,12,B01-1,4.10\nA-1,0,B01-2,\nA-2,,B01-3,\n"
    run = count(shelf, text)
    assert (run.state, run.written, shelf.sentences(run.import_id)) == (
        "committed",
        3,
        ["Row 4: the quantity is empty, which is unknown and not 0. Nothing is changed for this article."],
    )
    assert on_hand(shelf) == {"A-0": 12}
    assert run.effects["stock"]["units_up"] == 12
    assert run.effects["stock"]["value_up"] == {"EUR": 49_200_000}
    again = count(shelf, text)
    assert (again.counts["new"], again.counts["changed"], again.counts["same"]) == (0, 0, 3)
    entries = entries_of_ref(shelf.company, "channels.import", [run.import_id, again.import_id])
    assert [entry.kind for entry in entries] == ["opening"]


def test_an_unknown_sku_waits_and_its_neighbours_go_in(shelf: Any) -> None:
    run = count(shelf, "A-0,5,,\nNOPE,7,,\na-1,3,,\nA-2,99999999999,,\n")
    assert (run.written, run.counts["fix"]) == (1, 3)
    assert shelf.sentences(run.import_id) == [
        "Row 3: The SKU “NOPE” is unknown. Import the product first, or correct the code.",
        "Row 4: The SKU “a-1” is unknown; “A-1” differs only in case. Take that one, or add an alias.",
        "Row 5: On hand 99999999999 cannot be true: more than 100,000,000 pieces. Look whether a barcode or a price"
        " stands in this column, and correct it.",
    ]
    assert on_hand(shelf) == {"A-0": 5}


def test_codes_that_differ_in_case_become_aliases_only_when_a_person_says_so(shelf: Any) -> None:
    run = count(shelf, "a-1,3,,\n", answers={"case_aliases": "same"})
    assert (run.written, on_hand(shelf)) == (1, {"A-1": 3})
    assert catalog.skus_by_code(shelf.company, ["a-1"])["a-1"].code == "A-1"


def test_the_same_bin_twice_is_added_only_when_a_person_says_so_and_undone_whole(shelf: Any) -> None:
    run = count(shelf, "A-0,52,B1,\nA-0,25,B1,\n")
    assert shelf.sentences(run.import_id) == [
        "Row 3: Same SKU and bin as row 2, with another count (52 and 25). Confirm that both lie there, 77 together; or"
        " leave this row out, or correct it."
    ]
    assert (run.counts["questions"], on_hand(shelf)) == (1, {"A-0": 52})
    # The first row is in by now: the second one still adds to it, and does not replace it.
    confirm_flags(shelf.manager, run.import_id, "stock.twice")
    assert (shelf.again(run.import_id).written, on_hand(shelf)) == (1, {"A-0": 77})
    assert (shelf.undo(run.import_id), on_hand(shelf)) == ((2, []), {})
    both = count(shelf, "A-1,52,B1,\nA-1,25,B1,\n", dry_run=True)
    confirm_flags(shelf.manager, both.import_id, "stock.twice")
    assert (shelf.again(both.import_id).written, on_hand(shelf)) == (2, {"A-1": 77})
    assert (shelf.undo(both.import_id), on_hand(shelf)) == ((2, []), {})


def test_a_file_that_zeroes_too_much_stops_and_asks(shelf: Any) -> None:
    count(shelf, "".join(f"A-{n},10,,2.00\n" for n in range(12)))
    run = count(shelf, "A-0,0,,\nA-1,0,,\n")
    assert (run.written, run.state) == (0, "staged")
    assert [one["code"] for one in run.questions] == ["guard"]
    assert run.questions[0]["sentence"] == (
        "This file changes a lot: it would set 2 of 12 items to 0 (“A-0” and “A-1”) and it moves 16% of the stock value"
        " in EUR. Is it complete and right?"
    )
    assert sum(on_hand(shelf).values()) == 120
    confirmed = count(shelf, "A-0,0,,\nA-1,0,,\n", answers={"guard": "yes"})
    assert (confirmed.written, sum(on_hand(shelf).values())) == (2, 100)


def test_what_is_half_in_asks_nothing_more_and_goes_on_to_its_end(shelf: Any, monkeypatch: Any) -> None:
    """The rows that are in make a stock value that the others move by far more than the guard allows."""
    monkeypatch.setattr(commit_import, "IMPORT_COMMIT_ROWS", 2)
    accept, pieces = commit_import.accept_stock, []

    def die(*args: Any) -> Any:
        if len(pieces) == 2:
            raise KeyboardInterrupt
        pieces.append(1)
        return accept(*args)

    monkeypatch.setattr(commit_import, "accept_stock", die)
    text = "".join(f"A-{n},10,,2.00\n" for n in range(12))
    import_id = shelf.open("SKU,On hand,Bin,Unit cost\n" + text, "stock.csv")
    with pytest.raises(KeyboardInterrupt):
        shelf.again(import_id)
    assert sum(on_hand(shelf).values()) == 40
    monkeypatch.setattr(commit_import, "accept_stock", accept)
    run = shelf.again(import_id)
    assert (run.state, run.written, run.questions) == ("committed", 8, ())
    assert (sum(on_hand(shelf).values()), run.effects["stock"]["units_up"]) == (120, 120)


def test_a_slip_in_the_cost_waits_for_a_person(shelf: Any) -> None:
    count(shelf, "A-0,10,,9.85\n")
    run = count(shelf, "A-0,10,,98.50\n")
    assert (run.written, run.counts["questions"]) == (0, 1)
    assert shelf.sentences(run.import_id) == [
        "Row 2: Unit cost 98.50 is ten times the last, 9.85. Confirm it, or correct it here."
    ]


def test_an_unknown_bin_is_more_likely_a_slip_once_there_are_bins(shelf: Any) -> None:
    count(shelf, "A-0,10,C12-3,\n")
    run = count(shelf, "A-1,5,C12-33,\n")
    assert shelf.sentences(run.import_id) == [
        "Row 2: Bin “C12-33” does not exist. The nearest is C12-3. Correct it, or confirm to create it."
    ]
    assert run.written == 0


def test_a_bin_nobody_knows_is_compared_with_the_others_once_however_many_rows_name_it(
    shelf: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    count(shelf, "A-0,10,C12-3,\n")
    compared: list[str] = []
    alike = difflib.get_close_matches

    def counted(word: str, *args: Any, **named: Any) -> list[str]:
        compared.append(word)
        return alike(word, *args, **named)

    monkeypatch.setattr(difflib, "get_close_matches", counted)
    run = count(shelf, "".join(f"A-{n},5,{code},\n" for n in range(1, 9) for code in ("C12-33", "D4")))
    said = shelf.sentences(run.import_id)
    assert sorted(compared) == ["c12-33", "d4"]
    nearest, none = "The nearest is C12-3.", "“D4” does not exist. Correct"
    assert [sum(words in one for one in said) for words in (nearest, none)] == [8, 8]


def test_a_quantity_that_does_not_say_what_it_counts_is_asked(shelf: Any) -> None:
    run = shelf.bring("SKU,Quantity\nA-0,5\n", "stock.csv", format="stock")
    assert (run.written, [one["code"] for one in run.questions]) == (0, ["quantity_meaning"])
    assert on_hand(shelf) == {}
