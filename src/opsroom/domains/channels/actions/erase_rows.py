"""Empties what staged rows of files say about a person to be erased; the rows stay, so that no count changes."""

from __future__ import annotations

from collections.abc import Collection

from django.db import transaction

from opsroom.domains.access.rules import require
from opsroom.domains.channels.models import Import, ImportRow
from opsroom.kernel.values.actor import Actor

ROWS_ENDED = frozenset({"imported", "kept", "undone", "skipped"})
IMPORTS_ENDED = frozenset({"committed", "undone", "failed", "discarded"})


@transaction.atomic
def erase_rows(
    actor: Actor, company_id: int, kind: str, result_ids: Collection[int], *, approved: bool = False
) -> list[str]:
    """Part of erasing a person (P4): the rows that became these records. Returns the upload keys of their files.

    The files themselves hold the same words; whoever calls removes those of imports that have ended, which nobody
    reads again. An order's row keeps its number, so that the same file changes nothing later.
    """
    require(actor, "customers.erase", company_id=company_id, approved=approved)
    rows = ImportRow.objects.filter(
        imported_in__company_id=company_id,
        result_kind=kind,
        result_id__in=list(result_ids),
        verdict__in=ROWS_ENDED,
    )
    imports = set(rows.values_list("imported_in_id", flat=True))
    if kind != "orders.order":
        rows.update(natural_key="")
    rows.update(raw={}, value=None, before=None, problems=[], note="")
    ended = list(Import.objects.filter(id__in=imports, state__in=IMPORTS_ENDED).order_by("id"))
    for one in ended:  # the first rows of the file stand beside its columns, for whoever maps them
        one.mapping.pop("sample", None)
        one.problems = []
    Import.objects.bulk_update(ended, ["mapping", "problems"])
    return [one.file_key for one in ended]
