"""Judges a chunk of staged orders against those we have; refuses to write anything."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any, NamedTuple

from opsroom.domains.catalog import queries as catalog
from opsroom.domains.channels.queries import RowFacts
from opsroom.domains.orders import queries as orders
from opsroom.domains.orders.queries import NumberFacts
from opsroom.kernel.values.limits import IMPORT_HISTORY_AGE_DAYS
from opsroom.ports.as_json import value_from_json
from opsroom.ports.incoming import IncomingOrder, LineKind
from opsroom.ports.reading.order_truth import expected_total
from opsroom.ports.reading.own_orders import NUMBER
from opsroom.workflows.importing.context import Setting
from opsroom.workflows.importing.findings import problem
from opsroom.workflows.importing.questions import SAME
from opsroom.workflows.importing.tally import Tally
from opsroom.workflows.intake.plan import content_of, refusal

Judged = dict[int, tuple[str, list[dict[str, Any]]]]


def staged_orders(rows: Sequence[RowFacts]) -> list[tuple[RowFacts, IncomingOrder]]:
    """The rows with their port values."""
    found = []
    for row in rows:
        value = value_from_json("order", row.value or {})
        assert isinstance(value, IncomingOrder)  # noqa: S101 - the kind says so
        found.append((row, value))
    return found


def check_orders(
    setting: Setting, rows: Sequence[RowFacts], seen: dict[str, tuple[str, int]], tally: Tally
) -> Judged:
    """row number -> (effect, problems). `seen`: orders of earlier rows, by external id: (fingerprint, total)."""
    staged = staged_orders(rows)
    known = _known(setting, [order.external_id for _, order in staged])
    codes = {line.sku for _, order in staged for line in order.lines if line.sku}
    unknown = codes - catalog.skus_by_code(setting.company.id, codes).keys()
    twins = twins_of(setting.company.id, unknown)
    tally.case_twins += [(code, twin.code) for code, twin in twins.items()]
    if setting.facts.answers.get("case_aliases") == SAME:
        unknown -= twins.keys()
    judged: Judged = {}
    now = datetime.now(UTC)
    ours = own_orders(setting, [order for _, order in staged])
    for row, order in staged:
        if order.untouched and order.house_number in ours:
            judged[row.number] = ("same", [])
            continue
        why = refusal(order) or _not_ours(setting, order, ours)
        problems = [problem(row.first_row, "", order.name, why, "error", "order.refused")] if why else []
        content, total = seen.get(order.external_id) or known.get(order.external_id, ("", 0))
        effect = "new" if not content else "same" if content == content_of(order) else "changed"
        if not why:
            _count(tally, order, effect, total, now)
            seen[order.external_id] = (content_of(order), _total(order))
            problems += _nobody_knows(setting, row, order, unknown) if effect != "same" else []
        judged[row.number] = (effect, problems)
    return judged


def own_orders(setting: Setting, staged: Sequence[IncomingOrder]) -> dict[str, NumberFacts]:
    """The orders that a file of ours means, by our number."""
    numbers = {order.house_number for order in staged if order.house_number}
    return orders.orders_by_number(setting.actor, numbers) if numbers else {}


def _not_ours(setting: Setting, order: IncomingOrder, ours: Mapping[str, NumberFacts]) -> str:
    """Why a row that names an order of ours cannot mean it, as a sentence; empty when it can, or names none."""
    if not order.house_number:
        return ""
    known, leave = ours.get(order.house_number), "or leave the order out."
    if known is None:
        return (
            f"No order here has the number {order.house_number}. Take the column “{NUMBER}” out of the file to bring "
            f"its orders in as new ones, {leave}"
        )
    if setting.channel is None or known.channel_id != setting.channel.id:
        return (
            f"{order.house_number} is an order of another channel than the one this file goes to. Import it with that "
            f"channel chosen, {leave}"
        )
    if known.external_id != order.external_id:
        return (
            f"{order.house_number} is the channel's order {known.external_id}, and the file says {order.external_id}. "
            f"Correct one of the two numbers, {leave}"
        )
    return ""


def _count(tally: Tally, order: IncomingOrder, effect: str, before_minor: int, now: datetime) -> None:
    total = _total(order)
    if effect != "new":  # known orders have been told history from live already
        _count_change(tally, order, effect, total - before_minor)
        return
    tally.orders += 1
    closed = order.cancelled_at is not None or order.closed_at is not None
    old = order.placed_at is not None and order.placed_at < now - timedelta(days=IMPORT_HISTORY_AGE_DAYS)
    tally.old_or_closed_orders += closed or old
    tally.orders_new[order.currency] = tally.orders_new.get(order.currency, 0) + total
    tally.order_units += int(sum(line.quantity for line in order.lines))


def _total(order: IncomingOrder) -> int:
    """What the customer was to pay; what the parts come to where the file tells no total."""
    told = order.totals.total_minor
    return expected_total(order)[0] if told is None else told


def _count_change(tally: Tally, order: IncomingOrder, effect: str, more_minor: int) -> None:
    if effect == "changed" and more_minor:
        tally.orders_changed[order.currency] = tally.orders_changed.get(order.currency, 0) + more_minor


def _known(setting: Setting, external_ids: Sequence[str]) -> dict[str, tuple[str, int]]:
    """External id -> (fingerprint of the order as taken in, its total) of the orders we have."""
    if setting.channel is None:
        return {}
    rows = orders.visible_to(setting.actor).filter(
        channel_id=setting.channel.id, external_id__in=list(external_ids)
    )
    found = rows.values_list("external_id", "content_sha256", "total_minor")
    return {external_id: (content or "unknown", total) for external_id, content, total in found}


class Twin(NamedTuple):
    """The SKU that a code differs from only in case."""

    sku_id: int
    code: str


def twins_of(company_id: int, codes: Collection[str]) -> dict[str, Twin]:
    """Code nobody knows -> the SKU it differs from only in case, where there is one."""
    stored = catalog.codes_folded(company_id, codes)
    return {code: Twin(*stored[code.lower()][0]) for code in sorted(codes) if code.lower() in stored}


def _nobody_knows(
    setting: Setting, row: RowFacts, order: IncomingOrder, unknown: Collection[str]
) -> list[dict[str, Any]]:
    """The order comes in all the same: it is visible, takes the goods that are known, and waits for a person."""
    if setting.facts.mode != "live" or order.test or order.cancelled_at is not None:
        return []
    lines = [one for one in order.lines if one.kind is LineKind.GOODS and one.sku in unknown]
    return [
        problem(
            row.first_row,
            "sku",
            code,
            f"Order {order.name}: nobody here knows the SKU “{code}”. The order comes in and takes the goods that are "
            "known. Import the product, or say under Orders which item it is; until then it cannot be released.",
            "flag",
            "order.unknown_sku",
        )
        for code in dict.fromkeys(line.sku for line in lines if line.sku)
    ]
