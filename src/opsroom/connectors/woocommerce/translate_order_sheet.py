"""WooCommerce orders as plugins export them to CSV, lines in rows or packed in one; refuses a half packed line."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from decimal import ROUND_HALF_UP, Decimal

from opsroom.connectors.woocommerce.order_columns import COLUMNS
from opsroom.connectors.woocommerce.order_statuses import STATUSES
from opsroom.connectors.woocommerce.translate_orders import CONDITIONS
from opsroom.kernel.values.currencies import minor_digits
from opsroom.kernel.values.money import SIX_PLACES, to_minor
from opsroom.ports.file_format import Problem, Recognition
from opsroom.ports.incoming import (
    FulfilledLine,
    IncomingAddress,
    IncomingFulfilment,
    IncomingLine,
    IncomingOrder,
    LineKind,
    PaymentCondition,
)
from opsroom.ports.reading.cells import parse_decimal, shown
from opsroom.ports.reading.mapping import plain
from opsroom.ports.reading.order_head import Head
from opsroom.ports.reading.order_table import OrderTable
from opsroom.ports.reading.sheet import Sheet
from opsroom.ports.reading.tables import Table, TitledRow, header_of

# Titles that only WooCommerce's exporters write.
_MARKS = frozenset(
    {
        "firstnamebilling", "billingfirstname", "paymentmethodtitle", "wtimportkey", "downloadpermissions",
        "ordernumberformatted", "lineitem1", "cartdiscountamount", "downloadpermissionsgranted", "itemproductid",
    }
)  # fmt: skip
_MARKS_MIN = 2
_GONE = {"cancelled", "failed", "trash"}
_COD = re.compile(
    r"(?<![a-z])cod(?![a-z])|cash on delivery|nachnahme|contre remboursement|contrareembolso|rembours"
)
_KNOWN = {plain(word): condition for word, condition in CONDITIONS.items()}
_BY_METHOD = frozenset({PaymentCondition.TERMS, PaymentCondition.MARKETPLACE})


class WooOrderSheet(OrderTable):
    """Advanced Order Export, Customer/Order/Coupon Export, Import Export Suite and what is made after them."""

    code = "woocommerce-orders-csv"
    title = "WooCommerce orders (CSV)"
    COLUMNS = COLUMNS
    SIGNATURE = frozenset({"shipped_status"})
    NUMBER_FIELDS = ("unit_price", "total", "shipping", "line_total")

    def recognise(self, file_name: str, head: bytes) -> Recognition:
        """By titles that WooCommerce's own fields are called; other shops write none or one of them."""
        titles = {plain(title) for title in header_of(head)}
        if len(titles & _MARKS) < _MARKS_MIN:
            return Recognition(0.0, ("the titles are not those of WooCommerce",))
        return super().recognise(file_name, head)

    def questions(self, table: Table, sheet: Sheet) -> list[Problem]:
        """Lines may stand packed in columns of their own."""
        packed = sheet.has("packed_lines") or sheet.has("packed1")
        return [] if packed else super().questions(table, sheet)

    def lines_of(self, rows: Sequence[TitledRow], currency: str, sheet: Sheet) -> list[IncomingLine]:
        """One a row, or those packed into the row; then the fees."""
        packed = [line for row in rows for line in _packed(row, currency, sheet)]
        lines = packed or super().lines_of(rows, currency, sheet)
        fee = next((found for row in rows if (found := sheet.number(row, "fee", below_zero=True))), None)
        return [*lines, *([_fee(fee)] if fee else [])]

    def finish(
        self, order: IncomingOrder, rows: Sequence[TitledRow], head: Head, sheet: Sheet
    ) -> IncomingOrder:
        """The status says how the money stands and what has left; who has no delivery address gets it at home."""
        status = plain(head.text("shipped_status").lower().removeprefix("wc-"))
        status = plain(STATUSES.get(status, status))
        condition = _KNOWN.get(status, order.payment)
        if status and status not in _KNOWN:
            _flag_status(head, condition, sheet)
        if condition in {PaymentCondition.CAPTURED, PaymentCondition.PENDING}:
            if _COD.search(head.text("payment_method").lower()):
                condition = PaymentCondition.COD if status != "completed" else PaymentCondition.CAPTURED
            elif order.payment in _BY_METHOD:
                condition = order.payment
        if order.totals.refunded_minor and condition is PaymentCondition.CAPTURED:
            condition = PaymentCondition.PART_REFUNDED
        return replace(
            order,
            external_id=head.text("external_id") or order.external_id,
            payment=condition,
            cancelled_at=order.placed_at if status in _GONE else order.cancelled_at,
            fulfilments=_completed(order, status) or order.fulfilments,
            ship_to=_filled(order.ship_to) or _filled(order.bill_to),
        )


def _flag_status(head: Head, condition: PaymentCondition, sheet: Sheet) -> None:
    """A status that WooCommerce itself does not have is never guessed in silence."""
    status = head.text("shipped_status")
    counts = "not paid" if condition is PaymentCondition.PENDING else "paid as the other columns say"
    sentence = (
        f'the status "{shown(status)}" comes from a plugin. It counts as {counts} until someone decides.'
    )
    sheet.flag(head.row("shipped_status"), "shipped_status", status, sentence, "order.unknown_status")


def _filled(address: IncomingAddress | None) -> IncomingAddress | None:
    return address if address is not None and address.line1 else None


def _completed(order: IncomingOrder, status: str) -> tuple[IncomingFulfilment, ...]:
    """A completed order has left as a whole."""
    parts = tuple(
        FulfilledLine(line.external_id, line.quantity) for line in order.lines if line.requires_shipping
    )
    if status != "completed" or not parts:
        return ()
    at = next((one.shipped_at for one in order.fulfilments), None)
    return (IncomingFulfilment(f"{order.external_id}-completed", "shipped", at, parts),)


def _packed(row: TitledRow, currency: str, sheet: Sheet) -> list[IncomingLine]:
    """Lines written as "name:Mug|sku:MUG|quantity:2|total:20.00", one a column or several with ; between."""
    cells = [sheet.text(row, f"packed{n}") for n in range(1, 41)]
    cells += [part for part in sheet.text(row, "packed_lines").split(";") if "|" in part]
    found: list[IncomingLine] = []
    for cell in filter(None, cells):
        told = dict(_pair(part) for part in cell.split("|") if ":" in part)
        line = _line(told, len(found) + 1, currency)
        if line is None:
            sentence = (
                f'"{shown(cell)}" is no line: its name, quantity or total is missing. Export the order again.'
            )
            sheet.error(row, "packed_lines", cell, sentence, "line.packed")
            continue
        found.append(line)
    return found


def _pair(part: str) -> tuple[str, str]:
    name, _, value = part.partition(":")
    return plain(name), value.strip()


def _line(told: dict[str, str], place: int, currency: str) -> IncomingLine | None:
    quantity = parse_decimal(told.get("quantity", ""))
    total = parse_decimal(told.get("total", ""))
    name = told.get("name", "")
    if not quantity or total is None or not (name or told.get("sku")):
        return None
    before = parse_decimal(told.get("subtotal", ""))
    before = total if before is None or before < total else before
    ends = minor_digits(currency)
    return IncomingLine(
        external_id=told.get("id") or str(place),
        sku=told.get("sku") or None,
        variant_external_id=None,
        product_external_id=told.get("productid") or None,
        title=name or told.get("sku", ""),
        quantity=quantity,
        quantity_first=quantity,
        unit_price=(before / quantity).quantize(SIX_PLACES, ROUND_HALF_UP),
        discount_minor=to_minor(before, currency) - to_minor(total, currency),
        total_minor=int(total.scaleb(ends).to_integral_value(ROUND_HALF_UP)),
    )


def _fee(fee: Decimal) -> IncomingLine:
    return IncomingLine(
        external_id="fees",
        sku=None,
        variant_external_id=None,
        title="Fees",
        quantity=Decimal(1),
        quantity_first=Decimal(1),
        unit_price=fee,
        kind=LineKind.FEE,
        requires_shipping=False,
    )
