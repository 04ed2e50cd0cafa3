"""Numbers of an old tool go on here, once, before the first paper; a row that has begun or meets another stays."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests import factories
from tests.interfaces.web.orders.test_order_page import enter
from tests.workflows.races.room import Room

from opsroom.domains.access.errors import Refused
from opsroom.domains.billing.actions.continue_series import continue_series
from opsroom.domains.billing.actions.number_invoices import number_invoices
from opsroom.domains.billing.errors import BadNumber, SeriesBegun, SeriesMeets
from opsroom.domains.billing.models import Invoice, Series
from opsroom.domains.billing.rules import Numbering, numbering_after
from opsroom.kernel.records.events import timeline


@pytest.mark.django_db
def test_invoices_go_on_where_the_old_tool_stopped_and_then_the_row_stays() -> None:
    room = Room()
    books = factories.actor("bookkeeper", room.company)
    room.put("MUG", 9)
    assert continue_series(books, room.company, "invoice", "RE-2026-0999") == "RE-2026-1000"
    assert continue_series(books, room.company, "invoice", " RE-2026-000041 ") == "RE-2026-000042"
    sold = [room.sell(n, ("MUG", 1)) for n in (1, 2)]
    room.ship(room.release(*sold).fulfilment_order_ids)
    number_invoices(factories.system("system.billing", room.company), room.company, date(2026, 11, 23))
    shown = Invoice.objects.order_by("number").values_list("display_number", flat=True)
    assert list(shown) == ["RE-2026-000042", "RE-2026-000043"]
    with pytest.raises(SeriesBegun, match="RE-2026-000043 was given here already"):
        continue_series(books, room.company, "invoice", "RE-2026-000099")
    row = Series.objects.get(company_id=room.company, code="invoice")
    assert (row.prefix, row.digits, row.next_number) == ("RE-2026-", 6, 44)
    assert [e.kind for e in timeline("billing.series", row.pk)] == ["billing.series.continued"] * 2


@pytest.mark.django_db
def test_two_rows_never_carry_the_same_number() -> None:
    company = factories.company()
    books = factories.actor("bookkeeper", company)
    continue_series(books, company, "invoice", "2026-17")
    with pytest.raises(SeriesMeets, match="numbers of the invoice begin with 2026- too"):
        continue_series(books, company, "credit_note", "2026-3")
    assert continue_series(books, company, "credit_note", "G2026-3") == "G2026-4"
    other = factories.company()
    assert continue_series(factories.actor("manager", other), other, "invoice", "2026-17") == "2026-18"


@pytest.mark.django_db
@pytest.mark.parametrize("last", ["", "RE-", "RE 12", "12 ", "<b>1", "=1+1", "R" * 21 + "1", "1" * 13 + "x"])
def test_what_is_no_number_is_told_with_an_example(last: str) -> None:
    company = factories.company()
    if last.strip() == "12":
        assert numbering_after(last) == Numbering("", 2, 13)
        return
    with pytest.raises(BadNumber, match="such as RE-2026-004711"):
        continue_series(factories.actor("manager", company), company, "invoice", last)


@pytest.mark.django_db
def test_Z2_the_page_lets_bookkeepers_go_on_and_shows_others_where_it_stands() -> None:
    company = factories.company()
    for role in ("desk", "warehouse", "buyer", "marketer", "admin"):
        with pytest.raises(Refused):
            continue_series(factories.actor(role, company), company, "invoice", "R1")
    desk = enter(company, "desk")
    assert "Go on after it" not in desk.get("/settings/series").content.decode()
    assert desk.post("/settings/series", {"code": "invoice", "last_invoice": "R1"}).status_code == 403
    books = enter(company, "bookkeeper")
    wrong = books.post("/settings/series", {"code": "invoice", "last_invoice": "none"})
    assert (wrong.status_code, "“none” is no number" in wrong.content.decode()) == (422, True)
    done = books.post("/settings/series", {"code": "invoice", "last_invoice": "RE-0041"}, follow=True)
    assert "RE-0042" in done.content.decode()


@given(st.from_regex(r"[A-Za-z/._-]{0,10}", fullmatch=True), st.integers(1, 12), st.integers(0, 10**12 - 1))
def test_the_next_number_looks_like_the_last(prefix: str, digits: int, number: int) -> None:
    text = f"{prefix}{number:0{digits}d}"
    found = numbering_after(text)
    assert found is not None
    assert (found.prefix, found.next_number) == (prefix, number + 1)
    assert found.digits == len(text) - len(prefix)
