"""Reads what a channel says it can still sell and keeps it beside our own figures; imports nothing, moves no stock.

Its undo is reading a newer file: the last one counts.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from opsroom.domains.access import rules as access
from opsroom.domains.access.errors import NotFound
from opsroom.domains.access.queries import company
from opsroom.domains.catalog import queries as catalog
from opsroom.domains.channels import queries as channels
from opsroom.domains.channels.actions.keep_comparison import Told, keep_comparison
from opsroom.domains.channels.queries import ChannelFacts
from opsroom.kernel.values.actor import Actor
from opsroom.kernel.values.errors import CodedError, Retry
from opsroom.kernel.values.limits import COMPARE_ROWS_MAX, TOLD_PIECES_COUNT_MAX
from opsroom.ports import registry
from opsroom.ports.as_json import value_from_json
from opsroom.ports.file_format import ReadContext, RecordKind
from opsroom.ports.incoming import IncomingProduct, IncomingStock, QuantityMeaning
from opsroom.workflows.importing.reading import look_at, read_records
from opsroom.workflows.importing.templates import context_with, look_with, template_of_file
from opsroom.workflows.importing.uploads import Upload, path_of

Json = dict[str, Any]
WANTED = "Export the products of the channel with their quantities, or a list of SKU and available quantity."


class NotComparable(CodedError):
    """A file that does not say what the channel can still sell. Facts: name, why."""

    code = "channels.not_comparable"
    sentence = "“{name}” cannot be compared: {why}"
    retry = Retry.AFTER_FIX


@dataclass(frozen=True, slots=True)
class _Figure:
    """One row as read: how it names its SKU, and what can be sold; None: not tracked there."""

    row: int
    variant: str
    code: str
    barcode: str
    title: str
    figure: int | None


def compare_figures(
    actor: Actor, channel_id: int, upload: Upload, file_name: str, *, as_of: datetime | None = None
) -> int:
    """Returns the id of what is kept. `as_of`: when the figures were true, else now. Raises NotComparable."""
    channel = channels.channel(actor, channel_id)
    access.require(actor, "imports.upload", company_id=channel.company_id)
    if (
        actor.site_ids is not None
    ):  # the proof is of all sites of a channel: who sees some could never read it
        raise NotFound(verb="imports.upload", way=actor.way, who=access.who_may("imports.upload"))
    figures = list(_read(actor, channel, upload, file_name))
    if not any(one.figure is not None for one in figures):
        raise NotComparable(name=file_name, why=f"no row of it has a quantity. {WANTED}")
    return keep_comparison(actor, channel_id, file_name, as_of or datetime.now(UTC), _known(channel, figures))


def _read(actor: Actor, channel: ChannelFacts, upload: Upload, file_name: str) -> Iterator[_Figure]:
    own = company(actor, channel.company_id)
    context = ReadContext(
        now=datetime.now(UTC), currency=own.currency, time_zone=channel.timezone, file_name=file_name,
    )  # fmt: skip
    path = path_of(upload.file_key)
    seen = look_at(path, context)
    chosen = template_of_file(path, context, seen, None, channels.templates_of(actor, channel.company_id))
    if chosen is not None:
        seen, context = look_with(path, context, chosen), context_with(context, dict(chosen.draft.reading))
    code = seen["format"]
    kind = registry.format_by_code(code).kind if code else None
    if kind not in {RecordKind.PRODUCT, RecordKind.STOCK}:
        title = registry.format_by_code(code).title if code else "no kind of file we know"
        raise NotComparable(name=file_name, why=f"it is {title}. {WANTED}")
    fatal = [one for one in seen["problems"] if one["severity"] == "error"]
    if fatal:
        raise NotComparable(name=file_name, why=fatal[0]["sentence"])
    mapping = seen["mapping"] or None
    if kind is RecordKind.STOCK:
        mapping = _of_what_can_be_sold(path, seen, context, file_name)
    context = replace(context, quantity_meaning=QuantityMeaning.AVAILABLE)
    rows = 0
    for line in read_records(path, code, mapping, context):
        if "record" in line:
            for one in _figures(line["record"], file_name):
                rows += 1
                if rows > COMPARE_ROWS_MAX:
                    raise NotComparable(
                        name=file_name, why=f"it has more than {COMPARE_ROWS_MAX:,} figures. Split the file."
                    )
                yield one


def _of_what_can_be_sold(path: Path, seen: Json, context: ReadContext, file_name: str) -> Json:
    """The columns, with that of what can be sold where the file tells both; raises NotComparable for shelves alone.

    What lies on the shelf counts the goods of open orders, too: that is another figure.
    """
    mapping: Json = seen["mapping"]
    title = mapping["columns"].get("quantity", "")
    if _meaning(path, seen["format"], mapping, context) is not QuantityMeaning.ON_HAND:
        return mapping
    for other in mapping["unmapped"]:
        tried = mapping | {"columns": mapping["columns"] | {"quantity": other}}
        if _meaning(path, seen["format"], tried, context) is QuantityMeaning.AVAILABLE:
            return tried
    why = f"its column “{title}” counts what lies on the shelf, open orders included. {WANTED}"
    raise NotComparable(name=file_name, why=why)


def _meaning(path: Path, code: str, mapping: Json, context: ReadContext) -> QuantityMeaning | None:
    """What the title of the figures says that they count, by the first record; None: there is none."""
    for line in read_records(path, code, mapping, context):
        if "record" in line and line["record"][6] is not None:
            found = value_from_json("stock", line["record"][6])
            return found.meaning if isinstance(found, IncomingStock) else None
    return None


def _figures(record: Sequence[Any], file_name: str) -> Iterator[_Figure]:
    """What one record says; a product that could not be read says nothing, and its code stays unknown.

    Raises NotComparable for a figure that could not be read.
    """
    _, first_row, row_numbers, kind, natural_key, _, value, problems = record
    if value is None and kind == "stock":
        why = problems[0]["sentence"] if problems else f"row {first_row} cannot be read."
        raise NotComparable(name=file_name, why=f"{why} A list with gaps would prove nothing.")
    if value is None:
        yield _Figure(first_row, "", str(natural_key), "", "", None)
        return
    found = value_from_json(kind, value)
    if isinstance(found, IncomingStock):
        pieces = _whole(found.quantity, first_row, found.sku or found.barcode or "", file_name)
        yield _Figure(first_row, "", found.sku or "", found.barcode or "", found.title, pieces)
    elif isinstance(found, IncomingProduct):
        for place, one in enumerate(found.variants):
            tracked = one.tracked is not False and one.quantity_meaning is not QuantityMeaning.NOT_TRACKED
            row = row_numbers[place] if place < len(row_numbers) else first_row
            title = " ".join(part for part in (found.title, one.title) if part)
            pieces = _whole(one.quantity, row, one.sku or one.external_id, file_name)
            yield _Figure(
                row, one.external_id, one.sku or "", one.barcode or "", title,
                pieces if tracked and one.requires_shipping else None,
            )  # fmt: skip


def _whole(quantity: Decimal | None, row: int, code: str, file_name: str) -> int | None:
    """Whole pieces of a number that can be true. Raises NotComparable."""
    if quantity is None:
        return None
    if quantity != int(quantity):
        why = f"row {row} has {quantity:f} of {code}, and stock here is whole pieces."
        raise NotComparable(name=file_name, why=why)
    if abs(quantity) > TOLD_PIECES_COUNT_MAX:
        raise NotComparable(
            name=file_name, why=f"row {row} has {quantity:,f} of {code}, which cannot be true."
        )
    return int(quantity)


def _known(channel: ChannelFacts, figures: Sequence[_Figure]) -> list[Told]:
    """The rows with the SKU each means: by the channel's own id, else by code or alias, else by barcode."""
    by_variant = channels.skus_by_variant(channel.id, {one.variant for one in figures if one.variant})
    by_code = catalog.skus_by_code(channel.company_id, {one.code for one in figures if one.code})
    by_barcode = catalog.skus_by_barcode(channel.company_id, {one.barcode for one in figures if one.barcode})
    found = []
    for one in figures:
        sku = by_code.get(one.code) or by_barcode.get(one.barcode)
        sku_id = by_variant.get(one.variant) or (sku.id if sku else None)
        found.append(Told(one.row, one.code or one.barcode or one.variant, one.title, sku_id, one.figure))
    return found
