"""Moving in, step by step, each ticked by what stands in the tables; refuses to tick what nobody has proved."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.html import format_html, format_html_join
from django.views.decorators.http import require_safe

from opsroom.domains.access.queries import CompanyFacts, people
from opsroom.domains.access.rules import may, require
from opsroom.domains.billing import queries as billing
from opsroom.domains.channels.import_rights import OPENS_BOOKS
from opsroom.insight.lists import move_in as standing
from opsroom.insight.lists.move_in import Counted, Side
from opsroom.interfaces.web.actor import actor_of
from opsroom.interfaces.web.company import company_of_request
from opsroom.interfaces.web.parts import Action, Crumb, Head
from opsroom.interfaces.web.wording import counted
from opsroom.kernel.values.actor import Actor

ON_EVERY_INVOICE = {
    "legal_name": "legal name",
    "street": "street",
    "postcode": "postcode",
    "city": "city",
    "vat_number": "VAT number",
}

# What some shops have beside: field of Counted, title, list, noun, words behind the number, words without one, button.
MORE = (
    ("customers", "Customers", "/customers", "customer", "known.",
     "With terms and limits. Other buyers come in with their orders.", "Import customers"),
    ("suppliers", "Suppliers", "/stock/suppliers", "supplier", "known.",
     "Who you buy from, with lead times and terms.", "Import suppliers"),
    ("purchases", "Open purchase orders", "/stock/purchases", "purchase order", "known.",
     "What is on its way: of each line, the pieces that still come.", "Import purchases"),
    ("owed", "What customers still owe", "/money/owed", "open invoice", "of the old tool.",
     "Invoices of the old tool that are not paid yet. They count to the limits.", "Import invoices"),
    ("balances", "Opening balances", "/money/opening", "account", "opened.",
     "The balance of each account on the day of the switch.", "Import balances"),
    ("history", "Years of old trade", "/orders?view=history", "order", "of earlier years.",
     "They fill reports; nothing of them is shipped or invoiced.", "Import history"),
)  # fmt: skip

BOOKS_STEPS = frozenset({"owed", "balances"})


@dataclass(frozen=True, slots=True)
class Step:
    """One step: what it is, what stands, whether it is done, and the button for those who may."""

    title: str
    text: str
    done: bool
    action: Action | None = None


@require_safe
def move_in(request: HttpRequest) -> HttpResponse:
    """/import/move-in: three lists of steps in the order that asks the fewest questions; any other order will do."""
    actor, company = actor_of(request), company_of_request(request)
    require(actor, "imports.view")
    if company is None:
        raise Http404
    have = standing.counted(actor, company.id)
    needed = [*_house(actor, company, have), *_goods(actor, have)]
    before = [*_proof(standing.sides(actor, company.id)), *_switch(actor, company, have)]
    musts = [*needed, *before]
    done = sum(step.done for step in musts)
    title = (
        "You have moved in" if done == len(musts) else f"{done} of {len(musts)} steps of moving in are done"
    )
    context = {
        "head": Head(
            crumbs=[Crumb(text="Import", href="/import")],
            title=title,
            lead="Any order will do. Each import can be undone, and no channel is told anything before you ship.",
        ),
        "needed": needed,
        "optional": list(_more(actor, have)),
        "before": before,
    }
    return render(request, "imports/move_in.html", context)


def _house(actor: Actor, company: CompanyFacts, have: Counted) -> Iterator[Step]:
    missing = [words for name, words in ON_EVERY_INVOICE.items() if not getattr(company, name)]
    said = f"Still missing: {', '.join(missing)}." if missing else "Name, address and VAT number are known."
    action = _go("Name it", "/settings/company") if may(actor, "access.settings") else None
    yield Step("Name the shop", f"{said} They stand on every invoice.", not missing, action)
    if have.sites is not None:
        here = _said(
            _link("/settings/sites", counted(have.sites, "site")), "set up: how it works, when, its bins."
        )
        yield Step("Set up the site", here, have.sites > 0, _go("Open sites", "/settings/sites"))


def _goods(actor: Actor, have: Counted) -> Iterator[Step]:
    upload = may(actor, "imports.upload")
    if have.skus is not None:
        here = _said(_link("/stock", counted(have.skus, "SKU")), "known.")
        text = here if have.skus else "Names, barcodes, weights and prices."
        yield Step("Bring the products in", text, have.skus > 0, _file(upload, "Import products"))
    if have.pieces is not None:
        whole = have.pieces > 0 and not have.uncounted
        yield Step("Bring the stock in", _stock_words(have), whole, _file(upload, "Import stock"))
    if have.open_orders is not None:
        here = _said(_link("/orders?view=open", counted(have.open_orders, "open order")), "here.")
        text = here if have.open_orders else "What is not shipped yet; of a part-shipped order, what remains."
        if have.unknown_skus:
            unknown = counted(have.unknown_skus, "of them has,of them have")
            text = _said(text, _link("/orders/match-skus", unknown), "a SKU that nobody knows here.")
        begun = bool(have.open_orders or have.shipped) and not have.unknown_skus
        yield Step("Bring the open orders in", text, begun, _file(upload, "Import orders"))


def _stock_words(have: Counted) -> str:
    text = _said(_link("/stock?view=in_stock", counted(have.pieces or 0, "piece")), "on the shelves.")
    if not have.uncounted:
        return text
    bare = _link("/stock?view=uncounted", counted(have.uncounted, "SKU"))
    return _said(text, bare, "without a figure: count or import.")


def _more(actor: Actor, have: Counted) -> Iterator[Step]:
    """What some shops have: done as soon as there is one."""
    upload = may(actor, "imports.upload")
    for name, title, path, noun, behind, else_, label in MORE:
        many = getattr(have, name)
        if many is not None:
            here = _said(_link(path, counted(many, noun)), behind)
            brings = may(actor, OPENS_BOOKS) if name in BOOKS_STEPS else upload
            yield Step(title, here if many else else_, many > 0, _file(brings, label))


def _proof(sides: list[Side]) -> Iterator[Step]:
    """One step a channel: its own figure is the only witness that nothing was counted twice."""
    for side in sides:
        path = f"/channels/{side.channel_id}/cut-over"
        if not side.compared:
            text = "Export its products once more: what it can still sell must be what we can promise."
        elif side.agrees:
            text = _said(_link(path, "Every SKU agrees"), "with its last file.")
        elif side.differing:
            differ = counted(side.differing, "SKU differs,SKUs differ")
            text = _said(_link(path, differ), "from its last file.")
        else:
            text = _said(_link(path, "Its last file"), "holds no figure that can be compared.")
        yield Step(f"Compare {side.name}", text, side.agrees, _go("Compare stock", path))


def _switch(actor: Actor, company: CompanyFacts, have: Counted) -> Iterator[Step]:
    if may(actor, "billing.view"):
        row = next(one for one in billing.series_of(actor, company.id) if one.code == "invoice")
        settled = row.begun or row.continued
        text = f"The next invoice will be {row.next}."
        if not settled:
            text += " Say where the old tool's numbers stopped, or begin here with the first."
        yield Step("Go on with the numbers", text, settled, _go("Number series", "/settings/series"))
    if may(actor, "access.users"):
        many = len(people(actor))
        text = _said(
            _link("/settings/users", counted(many, "person,people")), "here. Each sees their own work."
        )
        yield Step("Invite your people", text, many > 1, _go("Open users", "/settings/users"))
    if have.shipped is not None:
        left = counted(have.shipped, "order has left,orders have left")
        text = f"{left} from here." if have.shipped else "Release it on Today, pick, pack and ship."
        yield Step("Ship the first order", text, have.shipped > 0, _go("Open Today", "/"))


def _link(href: str, text: str) -> str:
    """A number that opens to its rows."""
    return format_html('<a href="{}">{}</a>', href, text)


def _said(*parts: str) -> str:
    """Words one after another; what is no link of ours is escaped."""
    return format_html_join(" ", "{}", ((part,) for part in parts))


def _go(label: str, href: str) -> Action:
    return Action(label=label, href=href, small=True)


def _file(may_do: bool, label: str) -> Action | None:
    return _go(label, "/import") if may_do else None
