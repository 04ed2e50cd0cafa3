"""Takes an uploaded file and makes an import of it: which kind it is, which channel it belongs to; reads no rows yet.

Its undo is discarding the import.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from opsroom.domains.access import rules as access
from opsroom.domains.access.errors import Refused
from opsroom.domains.access.queries import company
from opsroom.domains.channels import queries as channels
from opsroom.domains.channels.actions.create_channel import create_channel
from opsroom.domains.channels.actions.create_import import ImportDraft, create_import
from opsroom.domains.channels.actions.use_template import use_template
from opsroom.domains.channels.import_rights import UPLOAD, may_bring, may_file
from opsroom.domains.channels.queries import ChannelFacts
from opsroom.domains.channels.rules import ChannelDraft, prefix_for
from opsroom.domains.channels.template_rules import Chosen
from opsroom.domains.orders import queries as orders
from opsroom.kernel.values.actor import Actor
from opsroom.kernel.values.card_numbers import mask_cards_in
from opsroom.kernel.values.errors import CodedError, Retry
from opsroom.kernel.values.limits import FILE_HEAD_BYTES
from opsroom.ports import registry
from opsroom.ports.file_format import ReadContext, RecordKind
from opsroom.ports.reading.sniff import wrong_kind
from opsroom.workflows.importing.reading import look_at
from opsroom.workflows.importing.templates import look_with, offers_of, template_of_file
from opsroom.workflows.importing.uploads import Upload, path_of

Json = dict[str, Any]


# What only means something at one account: its order numbers, its products, its numbers for customers.
OF_A_CHANNEL = frozenset({RecordKind.PRODUCT, RecordKind.ORDER, RecordKind.CUSTOMER, RecordKind.LINE})
NO_ORDERS_IN_JSON = (
    "it is JSON, but what it holds are no orders as Shopify or WooCommerce write them. Export the orders with all"
    " their fields, or anything else as CSV."
)
GRAPHQL = (
    "it is an answer of Shopify's GraphQL API, which holds only what was asked for. Export the orders in Shopify's"
    " admin under Orders, Export, as CSV, or take the JSON of its REST API."
)
API_ERROR = (
    "it is an error answer of the shop's API and holds no orders. Sign in to the shop and export again."
)
SAMPLE_ROWS = 3  # kept with the import, to show what stands in each column


class UnknownKind(CodedError):
    """A file that no format reads. Facts: name, why."""

    code = "imports.unknown_kind"
    sentence = "“{name}” was not imported: {why}"
    retry = Retry.AFTER_FIX


class NotYourKind(Refused):
    """A file of a kind that the person may not bring. Facts: name, kind, verb, way, who."""

    code = "imports.not_your_kind"
    sentence = (
        "“{name}” holds {kind}. Your roles bring in open invoices and opening balances alone; other files are brought "
        "by: {who}."
    )


class WhichChannel(CodedError):
    """Several channels could have sent the file. Facts: name, codes."""

    code = "imports.which_channel"
    sentence = (
        "“{name}” could belong to several channels: {codes}. Choose one under Channel, or with --channel."
    )
    retry = Retry.AFTER_FIX


@dataclass(frozen=True, slots=True)
class Wish:
    """What the person said about the file; None: decide from the file."""

    format: str | None = None
    mode: str = "live"
    channel_id: int | None = None
    site_id: int | None = None
    answers: tuple[tuple[str, str], ...] = ()
    template: Chosen | None = None


def open_import(actor: Actor, company_id: int, upload: Upload, file_name: str, wish: Wish) -> int:
    """Returns the import's id. Raises UnknownKind, NotYourKind, WhichChannel; the caller then drops the upload."""
    if not may_bring(actor):
        access.require(actor, UPLOAD, company_id=company_id)
    own = company(actor, company_id)
    context = ReadContext(
        now=datetime.now(UTC), currency=own.currency, time_zone=own.timezone, file_name=file_name
    )
    path = path_of(upload.file_key)
    templates = channels.templates_of(actor, company_id)
    seen = look_at(path, context, wish.format)
    chosen = wish.template or template_of_file(path, context, seen, wish.format, templates)
    if chosen is not None:
        seen = look_with(path, context, chosen)
    elif wish.format and any(one["code"] == "file.wrong_kind" for one in seen["problems"]):
        seen = _twin_of(wish.format, look_at(path, context, None)) or seen
    code = seen["format"]
    if code is None:
        raise UnknownKind(name=file_name, why=_why_unknown(upload, context))
    fatal = [one for one in seen["problems"] if one["code"] == "file.wrong_kind"]
    if fatal:
        raise UnknownKind(name=file_name, why=fatal[0]["sentence"])
    kind = registry.format_by_code(code)
    if not may_file(actor, UPLOAD, code):
        raise NotYourKind(
            name=file_name, kind=kind.title, verb=UPLOAD, way=actor.way, who=access.who_may(UPLOAD)
        )
    channel_id = wish.channel_id
    if channel_id is None and kind.kind in OF_A_CHANNEL:
        channel_id = _channel_of_ours(actor, seen) or _channel_for(
            actor, company_id, code, file_name, own.currency, own.timezone
        )
    mapping = {}
    if seen["header"]:
        mapping = seen["mapping"] | {
            "header": seen["header"],
            "sample": mask_cards_in(seen["sample"][:SAMPLE_ROWS]),
            "offers": [] if chosen else offers_of(templates, seen["header"], code),
        }
    used = chosen.id if chosen else None
    if used is not None:
        use_template(actor, company_id, used)
    told = dict(chosen.draft.reading) if chosen else {}
    return create_import(
        actor,
        company_id,
        ImportDraft(
            format=code,
            mode=wish.mode,
            file_name=file_name,
            file_sha256=upload.sha256,
            file_bytes=upload.size_bytes,
            file_key=upload.file_key,
            channel_id=channel_id,
            site_id=wish.site_id,
            mapping=mapping,
            answers=told | dict(wish.answers),
            template_id=used,
        ),
    )


def _twin_of(wanted: str, seen: Json) -> Json | None:
    """What was seen, where it is what was wanted in the connector's other notation: its orders as CSV, not as JSON."""
    found = seen["format"]
    for manifest in registry.all():
        kinds = {one.code: one.kind for one in manifest.formats}
        if found in kinds and wanted in kinds:
            return seen if kinds[found] is kinds[wanted] else None
    return None


def _why_unknown(upload: Upload, context: ReadContext) -> str:
    """What any reader says about such bytes; else which titles were seen and what to do."""
    with path_of(upload.file_key).open("rb") as stream:
        head = stream.read(FILE_HEAD_BYTES + 1)
        if wrong_kind(head[:FILE_HEAD_BYTES], "JSON") is None:
            return _of_an_api(head) or _broken_json(head) or NO_ORDERS_IN_JSON
    for file_format in registry.all_formats():
        seen = look_at(path_of(upload.file_key), context, file_format.code)
        for one in seen["problems"]:
            if one["code"].startswith("file.") and one["code"] != "file.missing_column":
                return str(one["sentence"])
        if seen["header"]:
            titles = ", ".join(seen["header"][:8])
            return f"its columns ({titles}) fit no kind of file we know. Say what it is, then choose the columns."
    return "it is no kind of file we know. Export it again as CSV or JSON."


def _of_an_api(head: bytes) -> str:
    """What an API answered instead of orders in full; empty where nothing tells that."""
    if b"gid://shopify/" in head:
        return GRAPHQL
    start = head.lstrip()[:200].replace(b" ", b"").replace(b"\n", b"")
    return API_ERROR if start.startswith((b'{"errors":', b'{"error":')) else ""


def _broken_json(head: bytes) -> str:
    """Where the JSON of a small file breaks off; empty when it does not, or where the file is longer than was read."""
    if len(head) > FILE_HEAD_BYTES:
        return ""
    try:
        json.loads(head)
    except json.JSONDecodeError as fault:
        where = f"line {fault.lineno}, column {fault.colno}"
        return f"it begins as JSON and breaks off or is miswritten at {where}. Download it again, then upload it."
    except (ValueError, RecursionError):
        return "it begins as JSON and cannot be read to its end. Download it again, then upload it."
    return ""


def _channel_of_ours(actor: Actor, seen: Json) -> int | None:
    """The channel of the orders in a file that we gave out ourselves: it needs no other, and makes none."""
    title = seen["mapping"]["columns"].get("house_number") if seen["header"] else None
    if title not in seen["header"]:
        return None
    at = seen["header"].index(title)
    found = orders.orders_by_number(actor, {row[at] for row in seen["sample"] if len(row) > at and row[at]})
    return next((one.channel_id for one in found.values()), None)


def _channel_for(
    actor: Actor, company_id: int, code: str, file_name: str, currency: str, timezone: str
) -> int:
    """The only channel of the connector that reads this format; the first file of a connector makes one."""
    manifest = next(one for one in registry.all() if any(fmt.code == code for fmt in one.formats))
    own = [
        one
        for one in channels.channels_of(actor, company_id)
        if one.connector == manifest.name and one.active
    ]
    if len(own) > 1:
        named = (one.name if one.name == one.code else f"{one.name} ({one.code})" for one in own)
        raise WhichChannel(name=file_name, codes=", ".join(named))
    return own[0].id if own else _first_channel(actor, company_id, manifest, currency, timezone)


def _first_channel(
    actor: Actor, company_id: int, manifest: registry.ConnectorManifest, currency: str, timezone: str
) -> int:
    taken: list[ChannelFacts] = channels.channels_of(actor, company_id)
    code = manifest.name.replace("_", "-")
    number = 2
    while any(one.code == code for one in taken):
        code = f"{manifest.name.replace('_', '-')}-{number}"
        number += 1
    draft = ChannelDraft(
        code=code,
        prefix=prefix_for(manifest.title, channels.prefixes_of(company_id)),
        name=manifest.title,
        connector=manifest.name,
        currency=currency,
        timezone=timezone,
    )
    return create_channel(actor, company_id, draft)
