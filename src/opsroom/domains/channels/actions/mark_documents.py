"""Writes what became of documents of a history; refuses to move one that was settled before."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from django.db import connection
from django.db.models import Q

from opsroom.domains.access.rules import require
from opsroom.domains.channels.models import HistoryDocument, HistoryLine, HistoryPair, Import
from opsroom.kernel.values.actor import Actor

_DIFFERS = "It is in already and differs. What is in stays; undo that import first to take this one."


def mark_documents(
    actor: Actor, import_id: int, order_ids: Mapping[int, int], kept: Mapping[int, str] | None = None
) -> None:
    """`order_ids`: document id -> the order it became; `kept`: document id -> why it became none."""
    _check(actor, import_id)
    with connection.cursor() as cursor:
        # Fresh documents have no statistics yet: the planner would walk them once an order.
        cursor.execute("SET LOCAL enable_nestloop = off")
        cursor.execute(
            "UPDATE channels_historydocument AS own SET verdict = 'imported', order_id = given.order_id"
            " FROM unnest(%s::bigint[], %s::bigint[]) AS given(id, order_id)"
            " WHERE own.id = given.id AND own.imported_in_id = %s AND own.verdict = 'ready'",
            [list(order_ids), list(order_ids.values()), import_id],
        )
    _note_told(import_id, order_ids)
    for document_id, why in (kept or {}).items():
        HistoryDocument.objects.filter(pk=document_id, imported_in_id=import_id, verdict="ready").update(
            verdict="kept", note=why
        )


def mark_rest(actor: Actor, import_id: int) -> int:
    """Settles what becomes no order: the same again, what differs, and documents that sold nothing."""
    _check(actor, import_id)
    rest = HistoryDocument.objects.filter(imported_in_id=import_id, verdict="ready").exclude(
        Q(effect="new") & Q(sells=True)
    )
    differs = rest.filter(effect="changed").update(verdict="kept", note=_DIFFERS)
    return differs + rest.exclude(effect="changed").update(verdict="imported")


def mark_undone(actor: Actor, import_id: int, kept: Mapping[int, str], gone: Collection[int]) -> None:
    """`kept`: document id -> why its order stays; `gone`: documents of which nothing is left."""
    company_id = Import.objects.values_list("company_id", flat=True).get(id=import_id)
    require(actor, "imports.undo", company_id=company_id)
    own = HistoryDocument.objects.filter(imported_in_id=import_id, verdict__in=["imported", "kept"])
    own.filter(id__in=list(gone)).update(verdict="undone", note="")
    for document_id, why in kept.items():
        own.filter(id=document_id).update(verdict="kept", note=why)


def _note_told(import_id: int, document_ids: Collection[int]) -> None:
    """An order was written less the pieces that its own file took back: those pairs are told."""
    pairs = HistoryPair.objects.filter(
        imported_in_id=import_id, sale_import_id=import_id, rule="cancelled", applied=False
    )
    number_of = dict(pairs.values_list("id", "sale_number"))
    lines = HistoryLine.objects.filter(imported_in_id=import_id, number__in=set(number_of.values()))
    names = set(HistoryDocument.objects.filter(id__in=document_ids).values_list("document", flat=True))
    written = {number for number, document in lines.values_list("number", "document") if document in names}
    pairs.filter(id__in=[pk for pk, number in number_of.items() if number in written]).update(applied=True)


def _check(actor: Actor, import_id: int) -> None:
    company_id = Import.objects.values_list("company_id", flat=True).get(id=import_id)
    require(actor, "imports.commit", company_id=company_id)
