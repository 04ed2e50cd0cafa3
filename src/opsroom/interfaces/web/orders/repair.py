"""Puts right what stops orders: bad addresses and codes nobody knows, one order or all of them in one list."""

from __future__ import annotations

from dataclasses import dataclass, replace

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from opsroom.domains.access.rules import may, require
from opsroom.domains.catalog import queries as catalog
from opsroom.domains.customers import queries as customers
from opsroom.domains.customers.country_rules import code_of, problems_of, rules_of
from opsroom.domains.customers.queries import PartyFacts
from opsroom.domains.customers.rules import PartyDraft, propose_address
from opsroom.domains.orders import queries as orders
from opsroom.domains.orders.queries import LineFacts, OrderFacts
from opsroom.domains.orders.rules import edit_refusal
from opsroom.interfaces.web.actor import actor_of
from opsroom.interfaces.web.company import company_of_request
from opsroom.interfaces.web.orders.desk import back_to, drawer
from opsroom.interfaces.web.orders.from_inbox import Inbox, inbox_of
from opsroom.interfaces.web.parts import Field, Head
from opsroom.interfaces.web.wording import counted
from opsroom.kernel.values.actor import Actor
from opsroom.kernel.values.limits import COMPANY_FIELD_CHARS_MAX, PAGE_ROWS_USUAL
from opsroom.workflows.fix_address import fix_address
from opsroom.workflows.follow_address import follow_address
from opsroom.workflows.match_skus import match_skus

FIELDS = {
    "name": "Name",
    "organisation": "Company",
    "line1": "Street and number",
    "line2": "Second line",
    "postcode": "Postcode",
    "city": "Town",
    "region": "State or province",
    "country": "Country",
}
PROPOSALS_SHOWN = 4


@dataclass(frozen=True, slots=True)
class AddressForm:
    """One address to put right: its fields with what is wrong, and the nearest that works when there is one."""

    order: OrderFacts
    fields: list[Field]
    sentences: list[str]
    proposal: str
    proposed: list[tuple[str, str]]
    refused: str | None
    clean: bool
    told: str = ""
    meant: PartyDraft | None = None  # the proposal


@require_http_methods(["GET", "HEAD", "POST"])
def address(request: HttpRequest, order_id: int) -> HttpResponse:
    """The address of one order; stored as a new row when it passes, or when the person insists."""
    actor = actor_of(request)
    order = orders.order_of(actor, order_id)
    require(actor, "orders.edit", company_id=order.company_id)
    require(actor, "orders.view_people", company_id=order.company_id)
    if request.method != "POST":
        form = _form(order, _given(order), "a")
        return drawer(
            request, "orders/_address.html", {"order": order, "form": form, "next": f"/orders/{order_id}"}
        )
    if request.POST.get("told"):
        return _follow(request, actor, order)
    draft = _typed(request)
    if problems_of(draft) and not request.POST.get("anyway"):
        if back_to(request, order_id).startswith("/orders/fix-addresses"):
            inbox = inbox_of(request, actor, "bad_address")
            return _address_list(request, actor, inbox, (order_id, draft))
        context: dict[str, object] = {
            "form": _form(order, draft, "a"),
            "next": back_to(request, order_id),
            "order": order,
        }
        return drawer(request, "orders/_address.html", context | {"again": True}, status=422)
    done = fix_address(actor, order.company_id, order_id, draft)
    says = f"Address of {order.number} stored"
    if done.problems:
        says += f"; {done.problems[0][1]}"
    else:
        says += " and its hold released." if done.hold_released else "."
    messages.info(request, says)
    return HttpResponseRedirect(back_to(request, order_id))


def _follow(request: HttpRequest, actor: Actor, order: OrderFacts) -> HttpResponse:
    """Sends it where the channel says now."""
    done = follow_address(actor, order.company_id, order.id)
    says = f"{order.number} goes where its channel says"
    says += f"; {done.problems[0][1]}" if done is not None and done.problems else "."
    messages.info(request, says)
    return HttpResponseRedirect(back_to(request, order.id))


@require_http_methods(["GET", "HEAD", "POST"])
def fix_addresses(request: HttpRequest) -> HttpResponse:
    """Every bad address in one list; the first field that is wrong has the cursor, Enter stores and goes on.

    ?tasks=<address of a list of tasks>: those alone. POST stores every proposal that is shown, at once.
    """
    actor = actor_of(request)
    require(actor, "orders.edit", company_id=_company(request))
    require(actor, "orders.view_people", company_id=_company(request))
    inbox = inbox_of(request, actor, "bad_address")
    if request.method == "POST":
        return _take_proposals(request, actor, inbox)
    return _address_list(request, actor, inbox)


def _address_list(
    request: HttpRequest,
    actor: Actor,
    inbox: Inbox,
    typed: tuple[int, PartyDraft] | None = None,
) -> HttpResponse:
    """`typed`: an order with what a person wrote that does not pass yet; it has the cursor and keeps its words."""
    forms, total = _forms(request, actor, inbox, typed)
    title = (
        f"{counted(total, 'bad address,bad addresses')} to fix" if forms else "Every address can be served."
    )
    lead = "Checked by each country's own rules. Enter stores an address, releases its order and goes on."
    if total > len(forms):
        lead += f" The {len(forms)} most urgent are here, the others follow."
    context = {
        "head": Head(title=title, lead=lead, crumbs=inbox.crumbs, eyebrow="" if inbox.crumbs else "Orders"),
        "forms": forms,
        "tasks": inbox.query,
        "here": inbox.at("/orders/fix-addresses"),
        "proposals": sum(1 for form in forms if form.proposed and not form.refused),
        "typed": typed[0] if typed else 0,
        "blank": inbox.done("Nothing to fix.", "Bad addresses appear here by themselves."),
    }
    return render(request, "orders/fix_addresses.html", context, status=422 if typed else 200)


def _forms(
    request: HttpRequest, actor: Actor, inbox: Inbox, typed: tuple[int, PartyDraft] | None = None
) -> tuple[list[AddressForm], int]:
    found, total = orders.bad_addresses(actor, PAGE_ROWS_USUAL, order_ids=inbox.order_ids)
    given = customers.parties(_company(request), [o.ship_to_id for o in found if o.ship_to_id])
    at, words = typed or (found[0].id if found else 0, None)
    return [
        _form(
            one,
            words if words is not None and one.id == at else _draft(given.get(one.ship_to_id or 0)),
            f"{one.id}-",
            first=one.id == at,
        )
        for one in found
    ], total


def _take_proposals(request: HttpRequest, actor: Actor, inbox: Inbox) -> HttpResponse:
    """Stores the nearest address that works, of every order that was shown with one."""
    shown = {int(v) for v in request.POST.getlist("order") if v.isdecimal() and len(v) < 19}
    forms, _ = _forms(request, actor, inbox)
    stored = [
        fix_address(actor, form.order.company_id, form.order.id, form.meant)
        for form in forms
        if form.order.id in shown and form.meant and not form.refused
    ]
    released = sum(one.hold_released for one in stored)
    messages.info(
        request, f"{counted(len(stored), 'address,addresses')} stored, {counted(released, 'hold')} released."
    )
    return HttpResponseRedirect(inbox.at("/orders/fix-addresses"))


def _typed(request: HttpRequest) -> PartyDraft:
    """The address as the form sent it; a country's name becomes its letters."""
    told = {name: request.POST.get(name, "").strip()[:COMPANY_FIELD_CHARS_MAX] for name in FIELDS}
    return PartyDraft(
        name=told["name"],
        organisation=told["organisation"],
        line1=told["line1"],
        line2=told["line2"],
        postcode=told["postcode"],
        city=told["city"],
        region=told["region"],
        country=code_of(told["country"]) or told["country"],
    )


def _company(request: HttpRequest) -> int:
    company = company_of_request(request)
    return company.id if company else 0


def _given(order: OrderFacts) -> PartyDraft:
    found = customers.parties(order.company_id, [order.ship_to_id] if order.ship_to_id else [])
    return _draft(found.get(order.ship_to_id or 0))


def _draft(party: PartyFacts | None) -> PartyDraft:
    return PartyDraft(**{name: getattr(party, name) for name in FIELDS}) if party else PartyDraft()


def _form(order: OrderFacts, draft: PartyDraft, prefix: str, *, first: bool = True) -> AddressForm:
    """`prefix` keeps ids apart where a page shows many of these; the `first` has the cursor in what is wrong."""
    problems = problems_of(draft)
    wrong = {problem.field: problem.sentence for problem in problems}
    named = replace(draft, country=code_of(draft.country) or draft.country)
    proposal = propose_address(named, rules_of(named.country)) if problems else None
    if proposal is None and problems and not problems_of(named):
        proposal = named
    fields = [
        Field(
            name=name,
            label=label,
            value=getattr(draft, name),
            error=wrong.get(name, ""),
            prefix=prefix,
            focus=first and name == next(iter(wrong), ""),
        )
        for name, label in FIELDS.items()
    ]
    proposed = [(name, getattr(proposal, name)) for name in FIELDS] if proposal else []
    changed = [value for name, value in proposed if value != getattr(draft, name)]
    return AddressForm(
        order=order,
        fields=fields,
        sentences=[problem.sentence for problem in problems if problem.field not in FIELDS],
        clean=not problems,
        proposal=", ".join(changed),
        proposed=proposed,
        refused=edit_refusal(orders.axes_of(order)),
        told=_told(order),
        meant=proposal,
    )


def _told(order: OrderFacts) -> str:
    """The address the channel gives, on one line, where it is not the one we send to."""
    found = customers.parties(order.company_id, [order.told_ship_to_id] if order.told_ship_to_id else [])
    party = found.get(order.told_ship_to_id or 0)
    return ", ".join(party.lines) if party else ""


@dataclass(frozen=True, slots=True)
class CodeGroup:
    """One unknown code with the lines that wait for it and the SKUs it may mean."""

    key: str
    code: str
    title: str
    line_ids: list[int]
    orders: int
    proposals: list[dict[str, object]]

    @property
    def sure(self) -> str:
        """The one SKU whose code differs in case, blanks and signs alone; empty where there is none, or two."""
        alike = [str(sku["code"]) for sku in self.proposals if _bare(str(sku["code"])) == _bare(self.code)]
        return alike[0] if len(alike) == 1 and self.code else ""


@require_http_methods(["GET", "HEAD", "POST"])
def match(request: HttpRequest, order_id: int) -> HttpResponse:
    """The unknown codes of one order."""
    actor = actor_of(request)
    order = orders.order_of(actor, order_id)
    require(actor, "orders.edit", company_id=order.company_id)
    lines = orders.unknown_lines(order.company_id, order_ids=[order.id])
    groups = _groups(actor, lines)
    if request.method == "POST":
        return _match(request, actor, order.company_id, groups, back_to(request, order_id))
    context: dict[str, object] = {"order": order, "groups": groups, "may_alias": may(actor, "catalog.edit")}
    return drawer(request, "orders/_match.html", context | {"action": f"/orders/{order_id}/match"})


@require_http_methods(["GET", "HEAD", "POST"])
def match_all(request: HttpRequest) -> HttpResponse:
    """Every unknown code once, however many orders wait for it."""
    actor, company_id = actor_of(request), _company(request)
    require(actor, "orders.edit", company_id=company_id)
    inbox = inbox_of(request, actor, "unknown_sku")
    groups = _groups(actor, orders.unknown_lines(company_id, order_ids=inbox.order_ids))
    here = inbox.at("/orders/match-skus")
    if request.method == "POST":
        do = _match_sure if request.POST.get("all") else _match
        return do(request, actor, company_id, groups, here)
    waiting = sum(group.orders for group in groups)
    head = Head(
        crumbs=inbox.crumbs,
        eyebrow="" if inbox.crumbs else "Orders",
        title=f"{counted(len(groups), 'code')} nobody knows" if groups else "Every code is known.",
        lead=f"{counted(waiting, 'order waits,orders wait')}. One choice serves all; stock is set aside at once.",
    )
    context = {
        "head": head,
        "groups": groups,
        "may_alias": may(actor, "catalog.edit"),
        "action": here,
        "sure": [(group.code, group.sure) for group in groups if group.sure],
        "blank": inbox.done("Nothing to match.", "Unknown codes appear here by themselves."),
    }
    return render(request, "orders/match_skus.html", context)


def _groups(actor: Actor, lines: list[LineFacts]) -> list[CodeGroup]:
    by_key: dict[str, list[LineFacts]] = {}
    for line in lines:
        # Lines that came without any code are told apart by what they are called.
        by_key.setdefault(line.sku_text or f"title:{line.title}", []).append(line)
    return [
        CodeGroup(
            key=key,
            code=found[0].sku_text,
            title=found[0].title,
            line_ids=[line.id for line in found],
            orders=len({line.order_id for line in found}),
            proposals=_proposals(actor, found[0]),
        )
        for key, found in by_key.items()
    ]


def _proposals(actor: Actor, line: LineFacts) -> list[dict[str, object]]:
    """SKUs that sound alike: by the beginning of the code, by the name, by the name's longest word."""
    words = sorted(line.title.split(), key=len, reverse=True)
    found: dict[int, dict[str, object]] = {}
    for text in (line.sku_text, line.sku_text[: max(3, len(line.sku_text) - 2)], line.title, *words[:1]):
        for sku in catalog.find(actor, text):
            found.setdefault(int(sku["id"]), sku)
    return list(found.values())[:PROPOSALS_SHOWN]


def _bare(code: str) -> str:
    return "".join(one for one in code.casefold() if one.isalnum())


def _match_sure(
    request: HttpRequest, actor: Actor, company_id: int, groups: list[CodeGroup], back: str
) -> HttpResponse:
    """Matches every code that was shown with one sure SKU, and lets its spelling mean it from now on."""
    shown = set(request.POST.getlist("key"))
    alias = may(actor, "catalog.edit")
    orders_matched: set[int] = set()
    codes = 0
    for group in groups:
        if group.key in shown and group.sure:
            done = match_skus(
                actor, company_id, group.line_ids, group.sure, alias=group.code if alias else ""
            )
            orders_matched |= set(done.order_ids)
            codes += 1
    messages.info(request, f"{counted(codes, 'code')} matched on {counted(len(orders_matched), 'order')}.")
    return HttpResponseRedirect(back)


def _match(
    request: HttpRequest, actor: Actor, company_id: int, groups: list[CodeGroup], back: str
) -> HttpResponse:
    group = next((one for one in groups if one.key == request.POST.get("key", "")), None)
    if group is None:
        messages.info(request, "This code was matched meanwhile.")
        return HttpResponseRedirect(back)
    wanted = request.POST.get("pick") or request.POST.get("sku", "")
    alias = group.code if request.POST.get("alias") and group.code != wanted.strip() else ""
    done = match_skus(actor, company_id, group.line_ids, wanted, alias=alias)
    says = f"{group.code or group.title} is now {wanted.strip()} on {counted(len(done.order_ids), 'order')}."
    if done.short_ids:
        says += f" {counted(len(done.short_ids), 'order')} still short of stock."
    messages.info(request, says)
    return HttpResponseRedirect(back)
