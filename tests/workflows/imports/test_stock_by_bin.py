"""A stock file by bin as old tools write it: sites, bins, lots, costs; what it leaves out is asked, never doubled."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from tests import factories

from opsroom.domains.catalog.actions.upsert_products import upsert_products
from opsroom.domains.catalog.models import Sku
from opsroom.domains.catalog.rules import ProductDraft, SkuDraft
from opsroom.domains.channels.actions.answer_import import answer_import
from opsroom.domains.warehouse.actions.set_stock import StockRow
from opsroom.domains.warehouse.models import Location, Opening, Stock
from opsroom.ledgers.stock.queries import entries_of_ref
from opsroom.workflows import commit_import, undo_import
from opsroom.workflows.confirm_flags import confirm_flags
from opsroom.workflows.count_stock import count_stock
from opsroom.workflows.importing.context import setting_of
from opsroom.workflows.importing.shelf import in_bins

GERMAN = """Artikelnummer;Bezeichnung;Lager;Lagerplatz;Charge;Bestand;EK-Preis
A-0;Tasse;Main;R1-01;L1;1.200;4,10
A-0;Tasse;Main;R1-01;L2;300;5,10
A-0;Tasse;Main;R1-02;;40;4,50
A-1;Schale;Main;R1-02;;7;12,00
"""


@pytest.fixture
def shelf(shop: Any) -> Any:
    """Six SKUs, known and nowhere in stock."""
    codes = [f"A-{n}" for n in range(6)]
    drafts = [ProductDraft(f"p-{code}", (SkuDraft(code, price=Decimal(9)),), title=code) for code in codes]
    upsert_products(shop.manager, shop.company, drafts)
    return shop


def bins(shop: Any, run: Any, site: int | None = None) -> dict[tuple[str, str], int]:
    """(bin, SKU) -> pieces by the book."""
    codes = dict(Sku.objects.values_list("id", "code"))
    held = in_bins(setting_of(shop.manager, run.import_id), site or shop.site, set(codes))
    return {(code, codes[sku_id]): pieces for (code, sku_id), pieces in held.items() if pieces}


def moves(shop: Any, run: Any) -> int:
    return sum(len(one.moves) for one in entries_of_ref(shop.company, "channels.import", [run.import_id]))


def test_an_old_tools_file_opens_bins_lots_and_costs_once_and_goes_back(shelf: Any) -> None:
    """The old tool's one warehouse is the one site here, whatever it is called; two lots of one bin are its sum."""
    seen = shelf.bring(GERMAN, "Bestand.csv", dry_run=True)
    assert (seen.effects["bins_new"], seen.effects["stock"]["units_up"], seen.questions) == (2, 1547, ())
    assert (seen.counts["all"], seen.counts["questions"]) == (3, 1)
    assert shelf.sentences(seen.import_id) == [
        "Row 4: Unit cost 4.50, and row 2 says 4.30 for the same SKU, which has one. Confirm it, and the last one told"
        " stays; what each bin was opened at is kept beside it.",
        'The column "Charge" names lots. Stock is counted by bin here: lots of one article in one bin are added up, and'
        " their numbers stay with this file.",
    ]
    confirm_flags(shelf.manager, seen.import_id, "stock.cost_differs")
    run = shelf.again(seen.import_id)
    there = {("R1-01", "A-0"): 1500, ("R1-02", "A-0"): 40, ("R1-02", "A-1"): 7}
    assert (run.written, bins(shelf, run)) == (3, there)
    opened = Opening.objects.filter(closed_at=None).values_list("sku__code", "location__code", "unit_cost")
    assert set(opened) == {
        ("A-0", "R1-01", Decimal("4.3")), ("A-0", "R1-02", Decimal("4.5")), ("A-1", "R1-02", Decimal(12)),
    }  # fmt: skip
    assert Sku.objects.get(code="A-0").cost == Decimal("4.5")

    again = shelf.bring(GERMAN, "Bestand.csv")
    confirm_flags(shelf.manager, again.import_id, "stock.cost_differs")
    again = shelf.again(again.import_id)
    assert (again.counts["new"], moves(shelf, again), bins(shelf, run)) == (0, 0, there)
    assert Sku.objects.get(code="A-0").cost == Decimal("4.5")
    shelf.undo(again.import_id)
    assert (shelf.undo(run.import_id), bins(shelf, run)) == ((3, []), {})
    assert Sku.objects.get(code="A-0").cost is None


def test_each_row_lies_at_the_site_it_names_and_a_name_nobody_knows_is_asked(shelf: Any) -> None:
    north = factories.site(shelf.company, code="NORD")
    text = "SKU,Site,Bin,On hand\nA-0,nord,N1,5\nA-0,Hamburg,H1,3\nA-1,Hamburg,H1,2\n"
    run = shelf.bring(text, "stock.csv")
    assert (run.written, [one["code"] for one in run.questions]) == (0, ["places"])
    assert "2 of its rows lie at “Hamburg”, which is no site here" in run.questions[0]["sentence"]
    answer_import(shelf.manager, run.import_id, answers={"places": str(shelf.site)})
    assert shelf.again(run.import_id).written == 3
    assert bins(shelf, run, north) == {("N1", "A-0"): 5}
    assert bins(shelf, run) == {("H1", "A-0"): 3, ("H1", "A-1"): 2}
    assert (shelf.undo(run.import_id), Stock.objects.filter(on_hand__gt=0).count()) == ((3, []), 0)
    # A person who said where the file lies is believed; a row that names another site is not moved there.
    told = shelf.bring(text.replace("Hamburg", "anywhere"), "stock.csv", site_id=shelf.site)
    assert (told.written, told.counts["fix"], told.questions) == (2, 1, ())
    assert "and another site was chosen for the file" in shelf.sentences(told.import_id)[0]


def test_goods_in_bins_that_the_file_does_not_name_are_not_counted_twice(shelf: Any) -> None:
    first = shelf.bring("SKU,On hand\nA-0,40\nA-1,8\n", "stock.csv")
    by_bin = "SKU,Bin,On hand\nA-0,R1,30\nA-0,R2,10\nA-1,STOCK,8\n"
    run = shelf.bring(by_bin, "bins.csv")
    assert (run.written, [one["code"] for one in run.questions]) == (0, ["other_bins"])
    assert run.questions[0]["sentence"] == (
        "1 SKU of it also lies in bins this file does not name (“A-0”), 40 pieces in all. Does the file name every bin"
        " of its SKUs?"
    )
    answer_import(shelf.manager, run.import_id, answers={"other_bins": "empty"})
    assert shelf.again(run.import_id).written == 3
    assert bins(shelf, run) == {("R1", "A-0"): 30, ("R2", "A-0"): 10, ("STOCK", "A-1"): 8}
    assert (shelf.undo(run.import_id)[1], bins(shelf, first)) == (
        [],
        {("STOCK", "A-0"): 40, ("STOCK", "A-1"): 8},
    )
    kept = shelf.bring(by_bin, "bins.csv", answers={"other_bins": "keep"})
    assert bins(shelf, kept)["STOCK", "A-0"] == 40


def test_a_figure_without_a_bin_is_the_sum_of_all_bins_and_no_guess_shares_it_out(shelf: Any) -> None:
    run = shelf.bring("SKU,Bin,On hand\nA-0,R1,30\nA-0,R2,10\nA-1,R2,5\n", "bins.csv")
    there = bins(shelf, run)
    sums = shelf.bring("SKU,On hand\nA-0,40\nA-1,6\n", "sums.csv")
    assert (sums.counts["same"], sums.counts["changed"], sums.questions) == (1, 1, ())
    assert bins(shelf, run) == there | {("R2", "A-1"): 6}
    less = shelf.bring("SKU,On hand\nA-0,38\n", "sums.csv")
    assert (less.written, shelf.sentences(less.import_id)) == (
        0,
        [
            "Row 2: A-0 lies in bins here (R1 30, R2 10), and this row names none: 38 in all cannot be shared out by a"
            " guess. Import a file that names the bins, or count them under Stock."
        ],
    )


def test_a_file_in_which_every_quantity_is_900_higher_stops_also_by_bin_and_without_costs(shelf: Any) -> None:
    def text(more: int) -> str:
        rows = [f"A-{n},R{b},{3 * n + b + more}\n" for n in range(4) for b in (1, 2)]
        return "SKU,Bin,On hand\n" + "".join(rows)

    run = shelf.bring(text(0), "bins.csv")
    there = bins(shelf, run)
    wrong = shelf.bring(text(900), "bins.csv")
    assert (wrong.written, [one["code"] for one in wrong.questions], bins(shelf, run)) == (
        0,
        ["guard"],
        there,
    )
    assert wrong.questions[0]["sentence"] == (
        "This file changes a lot: it moves 15000% of the pieces that have no unit cost and each of its 8 figures is"
        " exactly 900 more than lie there. Is it complete and right?"
    )


def test_swapped_columns_of_a_stock_file_are_asked_or_refused_with_a_sentence(shelf: Any) -> None:
    rows = [(f"A-{n}", "Main", f"R{n}", 40 + n, 4) for n in range(6)]

    def bring(titles: str) -> Any:
        text = "".join(",".join(map(str, row)) + "\n" for row in rows)
        return shelf.bring(f"{titles}\n{text}", "stock.csv", format="stock")

    costs = bring("SKU,Site,Bin,Unit cost,On hand")
    assert (costs.written, [one["code"] for one in costs.questions]) == (0, ["guard"])
    assert costs.questions[0]["sentence"] == (
        "This file changes a lot: the unit cost is above the selling price in 6 of 6 rows, as if columns were swapped."
        " Is it complete and right?"
    )
    places = bring("SKU,Bin,Site,On hand,Unit cost")
    assert (places.written, [one["code"] for one in places.questions]) == (0, ["places"])
    codes = bring("On hand,Site,Bin,SKU,Unit cost")
    assert (codes.written, codes.counts["fix"]) == (0, 6)
    assert shelf.sentences(codes.import_id)[0] == (
        'Row 2, column "On hand": "A-0" is not a number. Write it as 12.50.'
    )
    assert not Location.objects.filter(site_id=shelf.site, kind="bin", code__startswith="Main").exists()
    assert not Stock.objects.filter(on_hand__gt=0).exists()


def test_a_bin_told_in_two_rows_still_empties_the_bins_the_file_leaves_out(shelf: Any) -> None:
    shelf.bring("SKU,On hand\nA-0,40\n", "stock.csv")
    text = "SKU,Bin,On hand\nA-0,R1,25\nA-0,R1,15\n"
    run = shelf.bring(text, "bins.csv", dry_run=True, answers={"other_bins": "empty"})
    confirm_flags(shelf.manager, run.import_id, "stock.twice")
    assert shelf.again(run.import_id).written == 2
    assert bins(shelf, run) == {("R1", "A-0"): 40}


@pytest.mark.parametrize("touched", ["R1", "R2"])
@pytest.mark.parametrize("piece", [500, 1])
def test_a_row_touched_in_one_bin_takes_none_of_its_bins_back(
    shelf: Any, monkeypatch: pytest.MonkeyPatch, touched: str, piece: int
) -> None:
    """One piece lost in a bin: neither the emptied bin comes back beside the others, nor goes one of them alone, also
    where the rows are taken back in different pieces. Others go back."""
    monkeypatch.setattr(commit_import, "IMPORT_COMMIT_ROWS", piece)
    monkeypatch.setattr(undo_import, "IMPORT_COMMIT_ROWS", piece)
    first = shelf.bring("SKU,On hand\nA-0,40\nA-1,8\n", "stock.csv")
    text = "SKU,Bin,On hand\nA-0,R1,30\nA-0,R2,10\nA-1,R1,8\n"
    run = shelf.bring(text, "bins.csv", answers={"other_bins": "empty"})
    sku = Sku.objects.get(code="A-0").pk
    there = {("R1", "A-0"): 30, ("R2", "A-0"): 10}
    left = there[touched, "A-0"] - 1
    lost = [StockRow(sku, touched, left)]
    ref = ("warehouse.site", shelf.site)
    count_stock(shelf.manager, shelf.site, lost, "one-lost", company_id=shelf.company, ref=ref)
    why = f"A-0 in {touched}: {left} lie there now, the import left {left + 1}."
    assert shelf.undo(run.import_id) == (1, [(2, why), (3, why)])
    assert bins(shelf, first) == there | {(touched, "A-0"): left, ("STOCK", "A-1"): 8}
    # Found again, all of it goes back, and once.
    found = [StockRow(sku, touched, left + 1)]
    count_stock(shelf.manager, shelf.site, found, "one-found", company_id=shelf.company, ref=ref)
    assert shelf.undo(run.import_id)[1] == []
    assert bins(shelf, first) == {("STOCK", "A-0"): 40, ("STOCK", "A-1"): 8}


def test_a_bin_of_the_same_code_at_another_site_names_nothing_here(shelf: Any) -> None:
    factories.site(shelf.company, code="NORD")
    south = factories.site(shelf.company, code="SUED")
    shelf.bring("SKU,Bin,On hand\nA-0,R9,40\n", "stock.csv", site_id=south)
    text = "SKU,Site,Bin,On hand\nA-0,SUED,R1,40\nA-0,NORD,R9,5\n"
    run = shelf.bring(text, "bins.csv")
    assert (run.written, [one["code"] for one in run.questions]) == (0, ["other_bins"])


def test_a_kit_in_a_stock_file_is_no_goods(shelf: Any) -> None:
    part = Sku.objects.get(code="A-1")
    kit = ProductDraft("p-KIT", (SkuDraft("KIT", is_kit=True, components=(("A-1", 2),)),), title="KIT")
    upsert_products(shelf.manager, shelf.company, [kit])
    run = shelf.bring("SKU,Bin,On hand\nKIT,R1,12\nA-1,R1,24\n", "bins.csv")
    assert shelf.sentences(run.import_id) == [
        "Row 2: KIT is a kit: counted by its parts. Its figure of 12 is not taken in."
    ]
    assert bins(shelf, run) == {("R1", "A-1"): 24}
    assert not Stock.objects.exclude(sku=part).filter(on_hand__gt=0).exists()
