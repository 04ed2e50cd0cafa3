"""Saves buyers as their channel knows them, many at once; refuses to merge by guess and to wake an erased person."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction
from django.db.models import Q

from opsroom.domains.access.rules import require
from opsroom.domains.customers.actions.add_customers import CUSTOMERS, add_customers
from opsroom.domains.customers.models import Customer
from opsroom.domains.customers.rules import TOLD, CustomerDraft
from opsroom.kernel.records.new_rows import NewRows, question_of_ids
from opsroom.kernel.records.questions import ask
from opsroom.kernel.values.actor import Actor


def save_customers(actor: Actor, company_id: int, drafts: Sequence[CustomerDraft]) -> list[int]:
    """Customer ids in the order given. A draft with a key updates that buyer (empty fields stay as stored);

    one without makes a new row. Two drafts of one key are one buyer, the later one telling last.
    """
    require(actor, "customers.edit", company_id=company_id)
    with transaction.atomic():
        meant = {draft.id: draft for draft in drafts if draft.id}
        keyed = {draft.external_key: draft for draft in drafts if draft.external_key and not draft.id}
        rows = Customer.objects.select_for_update(no_key=True).filter(
            Q(external_key__in=list(keyed)) | Q(id__in=list(meant)), company_id=company_id
        )
        locked = list(rows.order_by("id"))
        stored = {str(row.external_key): row for row in locked if row.external_key in keyed}
        changed = [row for key, row in stored.items() if _tell(row, keyed[key])]
        changed += [row for row in locked if row.pk in meant and _tell(row, meant[row.pk])]
        Customer.objects.bulk_update(changed, TOLD, batch_size=500)
        new = {key: draft for key, draft in keyed.items() if key not in stored}
        guests = {
            place: draft for place, draft in enumerate(drafts) if not draft.external_key and not draft.id
        }
        made = iter(_added(actor, company_id, [*new.values(), *guests.values()]))
    known = {key: int(row.pk) for key, row in stored.items()} | {key: next(made) for key in new}
    by_place = {place: next(made) for place in guests}
    return [
        draft.id or (known[draft.external_key] if draft.external_key else by_place[place])
        for place, draft in enumerate(drafts)
    ]


def _added(actor: Actor, company_id: int, drafts: Sequence[CustomerDraft]) -> list[int]:
    """The ids of new buyers, in the order given, written by one statement."""
    if not drafts:
        return []
    (found,) = ask(question_of_ids({CUSTOMERS: len(drafts)}))
    ids: list[int] = found[CUSTOMERS]
    rows = NewRows()
    add_customers(actor, company_id, rows, list(zip(ids, drafts, strict=True)))
    rows.write()
    return ids


def _tell(row: Customer, draft: CustomerDraft) -> bool:
    """Writes what the draft tells; True when something changed. An erased person stays erased."""
    if row.erased_at is not None:
        return False
    now = {name: getattr(draft, name) for name in TOLD if getattr(draft, name)}
    changed = {name: value for name, value in now.items() if getattr(row, name) != value}
    for name, value in changed.items():
        setattr(row, name, value)
    return bool(changed)
