"""What all order tables with one row a line do alike: rows of one order joined; refuses rows that contradict it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from opsroom.kernel.values.money import to_minor
from opsroom.ports.file_format import Problem, RecordKind, Severity
from opsroom.ports.incoming import (
    IncomingDiscount,
    IncomingLine,
    IncomingOrder,
    IncomingShippingLine,
    IncomingTax,
    IncomingTotals,
)
from opsroom.ports.reading.cells import parse_bool, shown, split_tags
from opsroom.ports.reading.dates import Moment, as_day_or_moment
from opsroom.ports.reading.mapping import plain
from opsroom.ports.reading.money_signs import currency_beside
from opsroom.ports.reading.order_head import Head
from opsroom.ports.reading.order_people import address, customer
from opsroom.ports.reading.order_rows import order_line, shipped_parts
from opsroom.ports.reading.order_sums import Sums, Told, explain, with_shares
from opsroom.ports.reading.order_truth import currency_problem, judge_order
from opsroom.ports.reading.order_words import fulfilled_by, payment_of, says_cancelled, whose
from opsroom.ports.reading.record import Value
from opsroom.ports.reading.sheet import Sheet
from opsroom.ports.reading.table_format import TableFormat
from opsroom.ports.reading.tables import Table, TitledRow

# What one order can have only once: a second, different value in a later row is a contradiction.
_ONCE = ("placed_at", "currency", "total", "email", "ship_postcode", "ship_country", "payment", "shipping")


_TOTALS = frozenset(
    {"total", "totals", "grandtotal", "sum", "summe", "gesamt", "gesamtsumme", "totaux", "totale"}
)


class OrderTable(TableFormat):
    """An order export with one row a line. A subclass gives its columns and what only its sender writes."""

    kind = RecordKind.ORDER
    KEY_FIELDS: ClassVar[tuple[str, ...]] = ("order_number",)
    DATE_FIELDS = ("placed_at", "ship_by", "deliver_by", "cancelled_at", "shipped_at", "updated_at")
    NUMBER_FIELDS: ClassVar[tuple[str, ...]] = ("unit_price", "total", "shipping", "line_total")
    DISCOUNT_HOLDS_LINES: ClassVar[bool | None] = None
    """whether the order's discount counts those of its lines too; None: the total decides"""
    SUBTOTAL_AFTER_DISCOUNT: ClassVar[bool | None] = None
    """whether the subtotal is the goods after discounts; None: it may be either"""

    def key_of(self, row: TitledRow, sheet: Sheet) -> str:
        """The order number; blank continues the order above."""
        return sheet.text(row, "order_number")

    def questions(self, table: Table, sheet: Sheet) -> list[Problem]:
        """A file without prices or products cannot become orders anyone could check."""
        if sheet.has("sku") or sheet.has("title"):
            return []
        seen = ", ".join(table.header[:8])
        sentence = (
            f"No column says what was sold: neither SKU nor title. The file has: {seen}. Choose one of them."
        )
        return [Problem(1, "sku", seen, sentence, Severity.ERROR, "file.missing_column")]

    def build(self, key: str, rows: Sequence[TitledRow], sheet: Sheet) -> tuple[str, Value | None]:
        """One order; nothing is made of it while its currency is unknown."""
        if not key:
            sheet.error(
                rows[0], "order_number", "", "the order number is missing. Fill it in.", "order.no_number"
            )
            return f"row {rows[0].number}", None
        if _is_totals(key, rows, sheet):
            sentence = f'"{shown(key)}" without a date is a line of totals, not an order. Leave the row out.'
            sheet.error(rows[0], "order_number", key, sentence, "row.totals")
            return key, None
        rows = _without_totals(rows, sheet)
        _contradictions(rows, sheet)
        head = Head(rows, sheet)
        currency = head.text("currency").upper() or _currency_of(head, sheet)
        wrong = currency_problem(rows[0].number, currency, sheet.context, f"Order {key}")
        if wrong is not None:
            sheet.problems.append(wrong)
            return key, None
        order = self.finish(_order_of(self, key, rows, currency, head, sheet), rows, head, sheet)
        sheet.problems.extend(judge_order(order, rows[0].number, sheet.context, sheet.problems))
        return order.external_id, order

    def lines_of(self, rows: Sequence[TitledRow], currency: str, sheet: Sheet) -> list[IncomingLine]:
        """The lines of the order, one a row."""
        return [
            line
            for place, row in enumerate(rows, start=1)
            if _sells(row, rows, sheet) and (line := order_line(row, place, currency, sheet))
        ]

    def finish(
        self, order: IncomingOrder, rows: Sequence[TitledRow], head: Head, sheet: Sheet
    ) -> IncomingOrder:
        """What only this sender's file says more; the order as it is where it says nothing more."""
        return order


def _currency_of(head: Head, sheet: Sheet) -> str:
    """Where no column tells it: the sign beside an amount, else the channel's."""
    own = sheet.context.currency
    cells = (head.text(name) for name in ("total", "unit_price", "line_total", "shipping"))
    return next((found for cell in cells if (found := currency_beside(cell, own))), own)


def _is_totals(key: str, rows: Sequence[TitledRow], sheet: Sheet) -> bool:
    return plain(key) in _TOTALS and not any(sheet.text(row, "placed_at") for row in rows)


def _without_totals(rows: Sequence[TitledRow], sheet: Sheet) -> Sequence[TitledRow]:
    """A row under an order that names neither the order nor an article sums up the file; it is no line of the order."""
    kept = [rows[0]]
    for row in rows[1:]:
        if any(sheet.text(row, name) for name in ("order_number", "sku", "title")):
            kept.append(row)
        elif any(sheet.text(row, name) for name in ("quantity", "unit_price", "total", "line_total")):
            sentence = (
                "the row names neither order nor article, as totals at the end of a file do. It was left out."
            )
            sheet.flag(row, "order_number", "", sentence, "row.totals")
    return kept


def _sells(row: TitledRow, rows: Sequence[TitledRow], sheet: Sheet) -> bool:
    """Whether the row is a line. An order's first without an article beside rows that have one only carries the order;
    a later one is a line all the same where it tells quantity and price."""
    if sheet.text(row, "sku") or sheet.text(row, "title"):
        return True
    if row is not rows[0] and sheet.text(row, "quantity"):
        return bool(sheet.text(row, "unit_price") or sheet.text(row, "line_total"))
    return not any(sheet.text(one, "sku") or sheet.text(one, "title") for one in rows)


def _contradictions(rows: Sequence[TitledRow], sheet: Sheet) -> None:
    for name in _ONCE:
        first: TitledRow | None = None
        for row in rows:
            text = sheet.text(row, name)
            if not text:
                continue
            first = first or row
            before = sheet.text(first, name)
            if text != before:
                sentence = (
                    f'{sheet.title(name)} is "{shown(text)}" where row {first.number} of the same order says '
                    f'"{shown(before)}". Make them one, or give one of them another order number.'
                )
                sheet.error(row, name, text, sentence, "order.contradiction", before)
                break


def _order_of(
    table: OrderTable, number: str, rows: Sequence[TitledRow], currency: str, head: Head, sheet: Sheet
) -> IncomingOrder:
    lines = table.lines_of(rows, currency, sheet)
    placed = sheet.moment(head.row("placed_at"), "placed_at")
    if placed is None and not head.text("placed_at"):
        sheet.error(
            rows[0], "placed_at", "", "the date of the order is missing. Fill it in.", "order.no_date"
        )
    updated = sheet.moment(head.row("updated_at"), "updated_at")
    ship_by, deliver_by = (
        sheet.moment(head.row("ship_by"), "ship_by"),
        sheet.moment(head.row("deliver_by"), "deliver_by"),
    )
    condition, words = payment_of(head, sheet)
    cancelled = _cancelled(head, placed, sheet)
    told = _told(lines, currency, head, sheet, table)
    sums = explain(lines, told, currency)
    totals, shipping = _totals(told, sums, currency, head, sheet)
    return IncomingOrder(
        external_id=number,
        name=number,
        number=number,
        placed_at=placed.at if placed else None,
        updated_at=updated.at if updated else None,
        currency=currency,
        prices_include_tax=sums.includes_tax,
        totals=totals,
        payment=condition,
        payment_words=words,
        cancelled_at=cancelled.at if cancelled else None,
        test=parse_bool(head.text("test")) is True,
        fulfilled_by=fulfilled_by(head.text("fulfilled_by"), lines, head.row("fulfilled_by"), sheet),
        source=head.text("source"),
        lines=with_shares(lines, sums.discount - sums.shipping_discount, currency),
        shipping_lines=shipping,
        discounts=_discounts(totals, head),
        taxes=_taxes(totals),
        note=head.text("note"),
        gift_message=head.text("gift_message"),
        tags=split_tags(head.text("tags")),
        ship_by=as_day_or_moment(ship_by) if ship_by else None,
        deliver_by=as_day_or_moment(deliver_by) if deliver_by else None,
        delivery_method=head.text("delivery_method"),
        customer=customer(head.text),
        ship_to=address(head.text, "ship_") or address(head.text, ""),
        bill_to=address(head.text, "bill_"),
        fulfilments=shipped_parts(number, rows, lines, sheet),
        invoice_issuer=whose(
            head.text("invoice_issuer"),
            "invoice_issuer",
            "issues the invoice",
            head.row("invoice_issuer"),
            sheet,
        ),
        tax_remitter=whose(
            head.text("tax_remitter"), "tax_remitter", "remits the tax", head.row("tax_remitter"), sheet
        ),
        purchase_order=head.text("purchase_order"),
    )


def _cancelled(head: Head, placed: Moment | None, sheet: Sheet) -> Moment | None:
    """When it was cancelled: a date, or a yes or a status that tells it without one."""
    text = head.text("cancelled_at")
    if parse_bool(text) is True or (not text and says_cancelled(head.text("shipped_status"))):
        return placed
    return None if parse_bool(text) is False else sheet.moment(head.row("cancelled_at"), "cancelled_at")


def _told(lines: Sequence[IncomingLine], currency: str, head: Head, sheet: Sheet, table: OrderTable) -> Told:
    def minor(name: str, *, below_zero: bool = False) -> int | None:
        found = sheet.number(head.row(name), name, below_zero=below_zero)
        return None if found is None else to_minor(found, currency)

    of_lines = [tax.amount_minor for line in lines for tax in line.taxes]
    tax = minor("tax")
    return Told(
        total=minor("total", below_zero=True),
        subtotal=minor("subtotal"),
        discount=minor("discount", below_zero=True),
        shipping=minor("shipping"),
        tax=sum(of_lines) if tax is None and of_lines else tax,
        includes_tax=parse_bool(head.text("prices_include_tax")),
        usually=sheet.context.prices_include_tax,
        within=table.DISCOUNT_HOLDS_LINES,
        after_discount=table.SUBTOTAL_AFTER_DISCOUNT,
    )


def _totals(
    told: Told, sums: Sums, currency: str, head: Head, sheet: Sheet
) -> tuple[IncomingTotals, tuple[IncomingShippingLine, ...]]:
    method = head.text("delivery_method") or "Shipping"
    sold: tuple[IncomingShippingLine, ...] = ()
    if sums.shipping is not None:
        sold = (IncomingShippingLine("shipping", method, "", sums.shipping, sums.shipping_discount),)
    refunded = sheet.number(head.row("refunded"), "refunded", below_zero=True)
    totals = IncomingTotals(
        total_minor=told.total,
        subtotal_minor=told.subtotal,
        discount_minor=sums.discount,
        shipping_minor=sums.shipping,
        tax_minor=told.tax if sheet.text(head.row("tax"), "tax") else None,
        refunded_minor=to_minor(abs(refunded), currency) if refunded is not None else None,
    )
    return totals, sold


def _discounts(totals: IncomingTotals, head: Head) -> tuple[IncomingDiscount, ...]:
    code = head.text("discount_code")
    if not code and not totals.discount_minor:
        return ()
    return (IncomingDiscount(code, code or "Discount", totals.discount_minor or 0),)


def _taxes(totals: IncomingTotals) -> tuple[IncomingTax, ...]:
    return (IncomingTax("tax", None, totals.tax_minor),) if totals.tax_minor else ()
