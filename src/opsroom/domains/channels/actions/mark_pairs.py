"""Notes that the order lines of paired sales were told, or that it was taken back; refuses what is not to be told."""

from __future__ import annotations

from collections.abc import Collection

from opsroom.domains.access.rules import require
from opsroom.domains.channels.models import HistoryPair, Import
from opsroom.kernel.values.actor import Actor


def mark_pairs(actor: Actor, import_id: int, pair_ids: Collection[int], *, applied: bool) -> None:
    """`pair_ids`: those of queries.pairs_to_tell, in the transaction that told them."""
    company_id = Import.objects.values_list("company_id", flat=True).get(id=import_id)
    require(actor, "imports.commit", company_id=company_id)
    HistoryPair.objects.filter(imported_in_id=import_id, rule="cancelled", id__in=list(pair_ids)).update(
        applied=applied
    )
