"""Takes documents of an old history in as closed orders; its undo is undo_history. Refuses to write them as live.

A chunk is one transaction of the caller: articles and buyers that nobody knew, the orders, and what became of each
document.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from opsroom.domains.access import rules as access
from opsroom.domains.catalog import queries as catalog
from opsroom.domains.catalog.actions.add_alias import add_alias
from opsroom.domains.catalog.actions.add_sold_skus import add_sold_skus
from opsroom.domains.channels import queries as channels
from opsroom.domains.channels.actions.answer_import import answer_import
from opsroom.domains.channels.actions.mark_documents import mark_documents, mark_rest
from opsroom.domains.channels.actions.mark_pairs import mark_pairs
from opsroom.domains.channels.queries import ChannelFacts, DocumentFacts
from opsroom.domains.customers import queries as customers
from opsroom.domains.customers.actions.save_customers import save_customers
from opsroom.domains.customers.actions.save_parties import save_parties
from opsroom.domains.customers.country_rules import code_of
from opsroom.domains.customers.rules import CustomerDraft, PartyDraft
from opsroom.domains.orders import queries as orders
from opsroom.domains.orders.actions.cancel_history_lines import cancel_history_lines
from opsroom.domains.orders.actions.write_history import HistoryOrder, HistorySeller, write_history
from opsroom.domains.orders.rules import order_number
from opsroom.kernel.records.one_piece import in_one_piece
from opsroom.kernel.values.actor import Actor
from opsroom.kernel.values.currencies import minor_digits
from opsroom.kernel.values.errors import CodedError, Retry
from opsroom.workflows.importing.context import Setting
from opsroom.workflows.importing.questions import SAME

TAKEN = "An order of this number is in already, from elsewhere. It stays as it is."


class LinesAreHistory(CodedError):
    """Order lines given as live orders. Facts: orders."""

    code = "imports.lines_are_history"
    sentence = (
        "Nothing was written. Order lines name no address, so {orders:,} live orders could never be shipped. "
        "Import the file as history; live orders come from an order file or from the shop."
    )
    retry = Retry.AFTER_FIX


@in_one_piece
def accept_history(actor: Actor, setting: Setting, skus: Mapping[str, int], size: int) -> int:
    """Writes the next documents, up to `size`; returns how many were settled, 0 when nothing is left.

    `skus`: what name_articles answered."""
    access.require(actor, "orders.accept", company_id=setting.company.id)
    channel = setting.channel
    assert channel is not None  # noqa: S101 - a history belongs to the channel that sold it
    channels.lock_channel(channel.id)
    documents = channels.documents_to_write(setting.facts.id, size)
    if not documents:
        tell_cancelled(actor, setting.company.id, setting.facts.id)
        return mark_rest(actor, setting.facts.id)
    written = write_history(actor, _seller(setting, channel), _orders(actor, channel, documents), skus)
    kept = {one.id: TAKEN for one in documents if one.id not in written}
    mark_documents(actor, setting.facts.id, written, kept)
    return len(documents)


def tell_cancelled(actor: Actor, company_id: int, import_id: int, *, back: bool = False) -> None:
    """Sales of earlier files that this one cancels: their order lines count so many pieces less; `back` undoes it."""
    pairs = channels.pairs_to_tell(import_id, applied=back)
    if back:  # what the file cancelled of its own goes with its orders
        pairs = [pair for pair in pairs if not pair[2].startswith(f"{import_id}:")]
    cancel_history_lines(actor, company_id, [pair[1:] for pair in pairs], back=back)
    mark_pairs(actor, import_id, [pair[0] for pair in pairs], applied=not back)


def _seller(setting: Setting, channel: ChannelFacts) -> HistorySeller:
    return HistorySeller(
        company_id=setting.company.id,
        channel_id=channel.id,
        import_id=setting.facts.id,
        currency=channel.currency,
        minor=10 ** minor_digits(channel.currency),
        fulfilled_by=channel.fulfilled_by,
        invoice_issuer=channel.invoice_issuer,
        tax_remitter=channel.tax_remitter,
        prices_include_tax=channel.prices_include_tax,
    )


@in_one_piece
def name_articles(actor: Actor, setting: Setting) -> dict[str, int]:
    """Code as written -> SKU id, for every article of the file; adds what nobody knew. Twice adds it once."""
    company_id = setting.company.id
    sold = channels.sold_codes(setting.facts.id)
    titles = {code: one.title for code, one in sold.items()}
    known = {code: facts.id for code, facts in catalog.skus_by_code(company_id, titles).items()}
    missing = titles.keys() - known.keys()
    if not missing:
        return known
    twins = dict(channels.case_twins(sold))
    joined = {code: twins[code] for code in missing if code in twins}
    if setting.facts.answers.get("case_aliases") != SAME:
        joined = {}
    fresh = {code: titles[code] for code in sorted(missing - joined.keys())}
    known |= add_sold_skus(actor, company_id, fresh, setting.currency)
    aliases = {code: known[usual] for code, usual in sorted(joined.items()) if usual in known}
    made = add_alias(actor, company_id, aliases)
    if made:  # kept for the undo
        effects = setting.facts.effects
        answer_import(
            actor,
            setting.facts.id,
            sets={"effects": effects | {"aliases": [*effects.get("aliases", []), *made]}},
        )
    return known | aliases


def _orders(actor: Actor, channel: ChannelFacts, documents: Sequence[DocumentFacts]) -> list[HistoryOrder]:
    company_id = channel.company_id
    buyers = sorted({one.customer for one in documents if one.customer})
    ids = save_customers(
        actor, company_id, [CustomerDraft(external_key=f"{channel.code}:{one}") for one in buyers]
    )
    customer_of = dict(zip(buyers, ids, strict=True))
    places = sorted({(customer_of.get(one.customer), one.country) for one in documents if one.country},
                    key=lambda place: (place[0] or 0, place[1]))  # fmt: skip
    known = customers.bare_parties(company_id, [place[0] for place in places if place[0]])
    drafts = [
        PartyDraft(customer_id=customer, country=code_of(country) or country) for customer, country in places
    ]
    new = list(dict.fromkeys(one for one in drafts if (one.customer_id, one.country) not in known))
    for draft, pk in zip(new, save_parties(actor, company_id, new), strict=True):
        known[draft.customer_id, draft.country] = pk
    party_of = {
        place: known[draft.customer_id, draft.country] for place, draft in zip(places, drafts, strict=True)
    }
    numbers = _numbers(channel, documents)
    return [
        HistoryOrder(
            document_id=one.id,
            document=one.document,
            number=number,
            customer_id=(customer := customer_of.get(one.customer)),
            party_id=party_of.get((customer, one.country)),
        )
        for one, number in zip(documents, numbers, strict=True)
    ]


def _numbers(channel: ChannelFacts, documents: Sequence[DocumentFacts]) -> list[str]:
    """Our numbers, made unique: the old tool's own number behind the channel's prefix."""
    wanted = [order_number(channel.prefix, one.document, one.document) for one in documents]
    taken = orders.taken_numbers(channel.company_id, wanted)
    found = []
    for number, one in zip(wanted, documents, strict=True):
        free = number if number not in taken else f"{number}-{channel.code}-{one.id}"
        taken.add(free)
        found.append(free)
    return found
