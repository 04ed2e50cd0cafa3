"""Sets an old tool's export beside our orders or stock and keeps what differs, day by day; imports and moves nothing.

Its undo is comparing the same day again: the newest comparison of a day counts.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from opsroom.domains.access import rules as access
from opsroom.domains.access.queries import company
from opsroom.domains.catalog import queries as catalog
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
from opsroom.workflows.accept_orders import intake_of
from opsroom.workflows.compare_figures import NotComparable, compare_figures
from opsroom.workflows.importing.reading import look_at, read_records
from opsroom.workflows.importing.templates import context_with, look_with, template_of_file
from opsroom.workflows.importing.uploads import Upload, path_of
from opsroom.workflows.intake.plan import LinePlan, plan_order
from opsroom.workflows.intake.surroundings import goods_of

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
    today = datetime.now(zone).date()
    wanted = day or today
    if wanted > today:
        why = f"{wanted:%-d %B %Y} has not come yet. Choose the day that the file tells of."
        raise NotComparable(name=file_name, why=why)
    until = datetime.combine(wanted + timedelta(days=1), time(0), zone)
    told = None if about == "stock" else _told(actor, channel, upload, file_name)
    if told is not None:
        found, compared = _orders(actor, channel, told, until)
        if not compared:
            why = f"no order of it was placed by {wanted:%-d %B %Y}. Choose the day that the file tells of."
            raise NotComparable(name=file_name, why=why)
        return keep_parallel_day(actor, channel_id, "orders", wanted, file_name, compared, found)
    if about == "orders":
        raise NotComparable(name=file_name, why=f"it holds no orders. {WANTED}")
    as_of = until if wanted < today else None  # of an earlier day: as its evening was
    compare_figures(actor, channel_id, upload, file_name, as_of=as_of)
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
    chosen = template_of_file(path, context, seen, None, channels.templates_of(actor, channel.company_id))
    if chosen is not None:
        seen, context = look_with(path, context, chosen), context_with(context, dict(chosen.draft.reading))
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
    actor: Actor, channel: ChannelFacts, told: Sequence[Told], until: datetime
) -> tuple[list[Found], int]:
    """Differences and how many orders were compared: those of the file's own span of time, until the day's end."""
    there = [(one, rows) for one, rows in told if one.placed_at and one.placed_at < until and not one.test]
    if not there:
        return [], 0
    first, last = _span(channel, [one.placed_at for one, _ in there if one.placed_at])
    external = {one.external_id for one, _ in there}
    # By whole days: where one side tells the hour and the other the day alone, they are the same order all the same.
    days = _whole_days(channel, first, last)
    pairs = orders.told_between(actor, channel.id, *days, external)
    by_code = _by_code(channel, there, pairs)
    ours = [(order, _ours(channel, order, lines, by_code)) for order, lines in pairs]
    sides = _sides(channel, there, by_code)
    # What only we have counts where the file ought to name it.
    inside = {order.id for order, _ in ours if first <= order.placed_at <= last}
    found = differences(sides, [side for _, side in ours])
    found = [one for one in found if one.told is not None or one.order_id in inside]
    return found, len(sides) + sum(one.told is None for one in found)


def _span(channel: ChannelFacts, moments: Sequence[datetime]) -> tuple[datetime, datetime]:
    """From the first order of the file to its last; a file that tells days alone means the whole of its last day."""
    zone = ZoneInfo(channel.timezone)
    first, last = min(moments), max(moments)
    if all(one.astimezone(zone).time() == time(0) for one in moments):
        return first, _whole_days(channel, first, last)[1]
    return first, last


def _whole_days(channel: ChannelFacts, first: datetime, last: datetime) -> tuple[datetime, datetime]:
    zone = ZoneInfo(channel.timezone)
    morning = datetime.combine(first.astimezone(zone).date(), time(0), zone)
    return morning, datetime.combine(last.astimezone(zone).date(), time.max, zone)


def _by_code(
    channel: ChannelFacts,
    told: Sequence[Told],
    pairs: Iterable[tuple[orders.OrderFacts, Sequence[orders.LineFacts]]],
) -> Mapping[str, str]:
    """The code of our SKU by each spelling that either side writes; spellings that nobody knows are left out."""
    written = {line.sku for order, _ in told for line in order.lines if line.sku}
    written |= {line.sku_text for _, lines in pairs for line in lines if line.sku_text}
    return {code: sku.code for code, sku in catalog.skus_by_code(channel.company_id, written).items()}


def _sides(channel: ChannelFacts, told: Sequence[Told], by_code: Mapping[str, str]) -> list[OneSide]:
    """Read by the very plan that takes orders in, so that both sides mean the same by a state and a total."""
    intake = intake_of(channel, "listening")
    goods = goods_of(channel, [one for one, _ in told])
    sides = []
    for order, rows in told:
        plan = plan_order(order, intake, *goods)
        state = _state(plan.state, plan.fulfilment_state)
        names = (order.name, order.number, order.external_id)
        keys = tuple(dict.fromkeys(key_of(name, channel.prefix) for name in names if name))
        pieces = _pieces(plan.lines, by_code)
        sides.append(OneSide(keys, order.currency, plan.total_minor, state, pieces, rows=rows))
    return sides


def _ours(
    channel: ChannelFacts,
    order: orders.OrderFacts,
    lines: Sequence[orders.LineFacts],
    by_code: Mapping[str, str],
) -> OneSide:
    names = (order.external_name, order.external_id, order.number)
    keys = tuple(dict.fromkeys(key_of(name, channel.prefix) for name in names if name))
    state = _state(order.state, order.fulfilment_state)
    return OneSide(keys, order.currency, order.total_minor, state, _pieces(lines, by_code), order.id)


def _pieces(lines: Iterable[LinePlan | orders.LineFacts], by_code: Mapping[str, str]) -> Mapping[str, int]:
    """Pieces by the code of our SKU, however each side spells it; else by what is written."""
    pieces: Counter[str] = Counter()
    for line in lines:
        if line.kind == "goods":
            written = line.sku_text or line.title
            pieces[by_code.get(written, written)] += line.quantity - line.cancelled
    return +pieces


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
