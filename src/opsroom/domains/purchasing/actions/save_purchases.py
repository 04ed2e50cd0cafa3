"""Saves purchase orders by their number, many at once; refuses to touch one that is closed here."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction

from opsroom.domains.access.rules import require
from opsroom.domains.purchasing.events import PURCHASE, PURCHASE_CHANGED
from opsroom.domains.purchasing.models import PurchaseLine, PurchaseOrder
from opsroom.domains.purchasing.rules import LineDraft, PurchaseDraft, state_of
from opsroom.domains.purchasing.states import PURCHASE as MACHINE
from opsroom.kernel.records import events
from opsroom.kernel.records.transition import born, move
from opsroom.kernel.values.actor import Actor

TOLD = ("ordered", "received", "cancelled", "unit_cost", "expected_on")


@transaction.atomic
def save_purchases(
    actor: Actor,
    company_id: int,
    drafts: Sequence[PurchaseDraft],
    *,
    currency: str,
    import_id: int | None = None,
) -> dict[str, int]:
    """Number -> order id. An open order is changed in what the draft tells; one closed here stays as it is.

    `currency` serves where a draft names none.
    """
    require(actor, "purchasing.edit", company_id=company_id)
    wanted = {draft.number: draft for draft in drafts}
    rows = PurchaseOrder.objects.select_for_update(no_key=True).filter(
        company_id=company_id, number__in=wanted
    )
    stored = {row.number: row for row in rows.order_by("id")}
    new = PurchaseOrder.objects.bulk_create(
        PurchaseOrder(
            company_id=company_id, supplier_id=draft.supplier_id, site_id=draft.site_id, number=draft.number,
            state=state_of(draft.lines), currency=draft.currency or currency, ordered_on=draft.ordered_on,
            expected_on=draft.expected_on, imported_in_id=import_id,
        )
        for draft in wanted.values()
        if draft.number not in stored
    )  # fmt: skip
    PurchaseLine.objects.bulk_create(
        _line(int(row.pk), place, line)
        for row in new
        for place, line in enumerate(wanted[row.number].lines, start=1)
    )
    born(
        MACHINE, PurchaseOrder, [(int(row.pk), row.state, None) for row in new], actor, company_id=company_id
    )
    for row in stored.values():
        if row.state == "open":
            _change(actor, row, wanted[row.number])
    return {row.number: int(row.pk) for row in (*stored.values(), *new)}


def _line(order_id: int, position: int, line: LineDraft) -> PurchaseLine:
    return PurchaseLine(
        order_id=order_id, position=position, sku_id=line.sku_id,
        **{name: getattr(line, name) for name in TOLD},
    )  # fmt: skip


def _change(actor: Actor, row: PurchaseOrder, draft: PurchaseDraft) -> None:
    """Lines by their SKU, in order, since a SKU may stand on an order twice; what the file does not tell stays."""
    changed = False
    for name in ("supplier_id", "ordered_on", "expected_on"):
        value = getattr(draft, name)
        if value is not None and value != getattr(row, name):
            setattr(row, name, value)
            changed = True
    lines = list(PurchaseLine.objects.filter(order=row).order_by("position"))
    free = list(lines)
    for line in draft.lines:
        found = next((one for one in free if one.sku_id == line.sku_id), None)
        if found is None:
            lines.append(PurchaseLine.objects.create(**_fields(_line(int(row.pk), len(lines) + 1, line))))
            changed = True
            continue
        free.remove(found)
        told = {name: getattr(line, name) for name in TOLD if getattr(line, name) is not None}
        if any(getattr(found, name) != value for name, value in told.items()):
            for name, value in told.items():
                setattr(found, name, value)
            found.save(update_fields=list(told))
            changed = True
    if not changed:
        return
    row.save(update_fields=["supplier_id", "ordered_on", "expected_on"])
    events.record(PURCHASE_CHANGED, PURCHASE, [row.pk], actor, company_id=row.company_id)
    left = [LineDraft(one.sku_id, one.ordered, one.received, one.cancelled) for one in lines]
    ends = {"closed": "close", "cancelled": "cancel"}.get(state_of(left))
    if ends:
        move(
            MACHINE,
            PurchaseOrder,
            "state",
            [int(row.pk)],
            ends,
            actor,
            reason="nothing is to come any more",
        )


def _fields(line: PurchaseLine) -> dict[str, object]:
    return {"order_id": line.order_id, "position": line.position, "sku_id": line.sku_id} | {
        name: getattr(line, name) for name in TOLD
    }
