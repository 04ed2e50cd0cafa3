"""What quoting, renewing and placing a quote share: refusals, today's prices, the paper."""

from __future__ import annotations

import hashlib

from opsroom.domains.access import queries as companies
from opsroom.domains.catalog import queries as catalog
from opsroom.domains.customers import queries as customers
from opsroom.domains.orders import drafts, events
from opsroom.domains.orders.actions._drafts import settle
from opsroom.domains.orders.documents.quote import quote_pdf
from opsroom.domains.orders.draft_rules import list_price_of
from opsroom.domains.orders.errors import DraftChanged, DraftUnfinished
from opsroom.domains.orders.models import Draft, DraftLine, QuotePaper
from opsroom.kernel.records import events as records
from opsroom.kernel.values.actor import Actor

TOLD_COUNT = 50  # prices named in one event


def refuse_unfinished(row: Draft) -> None:
    """Raises DraftUnfinished with a sentence for each thing that is missing."""
    draft = drafts.facts(row)
    if missing := drafts.lacks_of(draft, drafts.lines_of([draft.id])):
        raise DraftUnfinished(number=draft.name, why=" ".join(missing))


def refuse_unseen(row: Draft, seen_minor: int | None) -> None:
    """Raises DraftChanged when it comes to another total than the person saw and said."""
    if seen_minor is not None and seen_minor != row.total_minor:
        raise DraftChanged(number=drafts.facts(row).name)


def take_todays_prices(actor: Actor, row: Draft) -> Draft:
    """The draft with the list's prices of today; what was agreed with a reason stays as agreed. The row is locked."""
    lines = list(DraftLine.objects.filter(draft_id=row.pk).order_by("position"))
    skus = catalog.skus_by_id(row.company_id, [line.sku_id for line in lines])
    changed = []
    for line in lines:
        sku = skus[line.sku_id]
        line.list_price = list_price_of(sku.price, sku.currency, row.currency)
        if not line.override_reason and line.unit_price != line.list_price:
            changed.append({"sku": line.sku_id, "from": line.unit_price, "to": line.list_price})
            line.unit_price = line.list_price
    DraftLine.objects.bulk_update(lines, ["list_price", "unit_price"])
    settle(row)
    if changed:
        records.record(
            events.DRAFT_PRICES_RENEWED, events.DRAFT, [int(row.pk)], actor,
            data={"prices": changed[:TOLD_COUNT], "count": len(changed)}, company_id=row.company_id,
        )  # fmt: skip
    return drafts.locked(row.company_id, int(row.pk))


def put_on_paper(actor: Actor, row: Draft) -> None:
    """Makes the paper of a quote as it stands and keeps it, byte for byte."""
    draft = drafts.facts(row)
    lines = drafts.lines_of([draft.id])
    party = draft.bill_to_id or draft.ship_to_id or 0
    terms = customers.terms_of(draft.company_id, [draft.customer_id or 0]).get(draft.customer_id or 0)
    pdf = quote_pdf(
        draft,
        lines,
        catalog.skus_by_id(draft.company_id, [line.sku_id for line in lines]),
        companies.company(actor, draft.company_id),
        customers.parties(draft.company_id, [party]).get(party),
        terms.terms_days if terms else None,
    )
    if draft.valid_until is None or draft.total_minor is None:
        raise ValueError("a quote has its last day and its sum, the database sees to it")
    digest = hashlib.sha256(pdf).hexdigest()
    QuotePaper.objects.create(
        draft_id=draft.id, revision=draft.revision, name=draft.name, sha256=digest, pdf=pdf,
        valid_until=draft.valid_until, total_minor=draft.total_minor,
    )  # fmt: skip
