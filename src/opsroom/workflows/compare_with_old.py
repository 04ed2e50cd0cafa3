"""Sets an old tool's export beside our orders or stock and keeps what differs, day by day; imports and moves nothing.

Its undo is comparing the same day again: the newest comparison of a day counts.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from opsroom.domains.access import rules as access
from opsroom.domains.access.queries import company
from opsroom.domains.channels import queries as channels
from opsroom.domains.channels.actions.keep_parallel_day import keep_parallel_day
from opsroom.domains.channels.parallel_rules import (
    STOCK,
    STOCK_UNKNOWN,
    Found,
    OneSide,
    differences,
    key_of,
)
from opsroom.domains.channels.queries import ChannelFacts
from opsroom.domains.orders import queries as orders
from opsroom.insight.lists.cut_over import DIFFERS, EQUAL, UNKNOWN, Compared, proof_of
from opsroom.kernel.values.actor import Actor
from opsroom.kernel.values.limits import COMPARE_ROWS_MAX
from opsroom.ports import registry
from opsroom.ports.as_json import value_from_json
from opsroom.ports.file_format import ReadContext, RecordKind
from opsroom.ports.incoming import IncomingOrder
from opsroom.workflows.accept_orders import goods_of, intake_of
from opsroom.workflows.compare_figures import NotComparable, compare_figures
from opsroom.workflows.importing.reading import look_at, read_records
from opsroom.workflows.importing.templates import look_with, own_of
from opsroom.workflows.importing.uploads import Upload, path_of
from opsroom.workflows.intake.plan import plan_order

WANTED = "Export the old tool's orders with number, date, lines and state, or its stock as SKU and available quantity."
ABOUT = ("orders", "stock")
Told = tuple[IncomingOrder, tuple[int, ...]]  # with its lines in the file


def compare_with_old(
    actor: Actor,
    channel_id: int,
    upload: Upload,
    file_name: str,
    *,
    about: str | None = None,
    day: date | None = None,
) -> int:
    """Returns the id of what is kept. `about` None: what the file holds; `day` None: today. Raises NotComparable."""
    channel = channels.channel(actor, channel_id)
    access.require(actor, "imports.upload", company_id=channel.company_id)
    zone = ZoneInfo(channel.timezone)
    wanted = day or datetime.now(zone).date()
    told = None if about == "stock" else _told(actor, channel, upload, file_name)
    if told is not None:
        until = datetime.combine(wanted + timedelta(days=1), time(0), zone)
        found, compared = _orders(actor, channel, told, until)
        return keep_parallel_day(actor, channel_id, "orders", wanted, file_name, compared, found)
    if about == "orders":
        raise NotComparable(name=file_name, why=f"it holds no orders. {WANTED}")
    compare_figures(actor, channel_id, upload, file_name)
    proof = proof_of(actor, channel_id)
    assert proof is not None  # noqa: S101 - kept just now
    rows = [row for row in proof.rows if row.verdict in (DIFFERS, UNKNOWN, EQUAL)]
    stock = [_stock(row) for row in rows if row.verdict != EQUAL]
    return keep_parallel_day(actor, channel_id, "stock", wanted, file_name, len(rows), stock)


def _told(actor: Actor, channel: ChannelFacts, upload: Upload, file_name: str) -> list[Told] | None:
    """The orders of the file with their rows; None where it holds something else that may be compared."""
    own = company(actor, channel.company_id)
    context = ReadContext(
        now=datetime.now(UTC), currency=own.currency, time_zone=channel.timezone, file_name=file_name,
        prices_include_tax=channel.prices_include_tax,
    )  # fmt: skip
    path = path_of(upload.file_key)
    seen = look_at(path, context)
    chosen = own_of(channels.templates_of(actor, channel.company_id), seen.get("header") or [], None)
    if chosen is not None:
        seen = look_with(path, context, chosen)
    code = seen["format"]
    if code is None or registry.format_by_code(code).kind is not RecordKind.ORDER:
        return None
    fatal = [one for one in seen["problems"] if one["severity"] == "error"]
    if fatal:
        raise NotComparable(name=file_name, why=fatal[0]["sentence"])
    found: list[Told] = []
    for line in read_records(path, code, seen["mapping"] or None, context):
        if "record" not in line:
            continue
        _, first_row, rows, _, key, _, value, problems = line["record"]
        if value is None:
            why = problems[0]["sentence"] if problems else f"row {first_row} cannot be read."
            raise NotComparable(name=file_name, why=f"{key}: {why} A list with gaps would prove nothing.")
        order = value_from_json("order", value)
        if isinstance(order, IncomingOrder):
            found.append((order, tuple(rows)))
        if len(found) > COMPARE_ROWS_MAX:
            raise NotComparable(
                name=file_name, why=f"it has more than {COMPARE_ROWS_MAX:,} orders. Split it."
            )
    if not found:
        raise NotComparable(name=file_name, why=f"it holds no order. {WANTED}")
    return found


def _orders(
    actor: Actor, channel: ChannelFacts, told: list[Told], until: datetime
) -> tuple[list[Found], int]:
    """Differences and how many orders were compared: those of the file's own span of time, until the day's end."""
    there = [(one, rows) for one, rows in told if one.placed_at and one.placed_at < until and not one.test]
    if not there:
        return [], 0
    moments = [one.placed_at for one, _ in there if one.placed_at]
    sides = _sides(channel, there)
    external = {one.external_id for one, _ in there}
    ours = [
        _ours(channel, *pair)
        for pair in orders.told_between(actor, channel.id, min(moments), max(moments), external)
    ]
    found = differences(sides, ours)
    return found, len(sides) + sum(one.told is None for one in found)


def _sides(channel: ChannelFacts, told: list[Told]) -> list[OneSide]:
    """Read by the very plan that takes orders in, so that both sides mean the same by a state and a total."""
    intake = intake_of(channel, "listening")
    by_variant, by_code = goods_of(channel, [one for one, _ in told])
    sides = []
    for order, rows in told:
        plan = plan_order(order, intake, by_variant, by_code)
        pieces: Counter[str] = Counter()
        for line in plan.lines:
            if line.kind == "goods":
                pieces[line.sku_text or line.title] += line.quantity - line.cancelled
        state = _state(plan.state, plan.fulfilment_state)
        names = (order.name, order.number, order.external_id)
        keys = tuple(dict.fromkeys(key_of(name, channel.prefix) for name in names if name))
        sides.append(OneSide(keys, order.currency, plan.total_minor, state, +pieces, rows=rows))
    return sides


def _ours(channel: ChannelFacts, order: orders.OrderFacts, lines: Iterable[orders.LineFacts]) -> OneSide:
    pieces: Counter[str] = Counter()
    for line in lines:
        if line.kind == "goods":
            pieces[line.sku_text or line.title] += line.quantity - line.cancelled
    names = (order.external_name, order.external_id, order.number)
    keys = tuple(dict.fromkeys(key_of(name, channel.prefix) for name in names if name))
    state = _state(order.state, order.fulfilment_state)
    return OneSide(keys, order.currency, order.total_minor, state, +pieces, order.id)


def _state(state: str, fulfilment: str) -> str:
    """One word of what both sides can know: how far the goods have come."""
    if state == "cancelled":
        return "cancelled"
    if fulfilment == "part_shipped":
        return "part_shipped"
    ended = state == "closed" or fulfilment in ("shipped", "elsewhere", "nothing")
    return "shipped" if ended else "open"


def _stock(row: Compared) -> Found:
    told = {"figure": row.told, "ordered_since": row.since}
    if row.verdict == UNKNOWN:
        return Found(STOCK_UNKNOWN, row.code, told, None, rows=(row.row,) if row.row else ())
    return Found(
        STOCK, row.code, told, {"figure": row.ours}, sku_id=row.sku_id, rows=(row.row,) if row.row else ()
    )
