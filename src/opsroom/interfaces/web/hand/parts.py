"""The parts of a draft's page as typed values: head, lines, fields, buyer, sums, acts; decides nothing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from opsroom.domains.orders.draft_rules import PAYMENTS, PLACEABLE
from opsroom.domains.orders.drafts import DraftLineFacts, PaperFacts
from opsroom.interfaces.web.customers.terms import terms_words
from opsroom.interfaces.web.hand import words
from opsroom.interfaces.web.orders.words import PROGRAMS
from opsroom.interfaces.web.parts import (
    Action,
    Alert,
    Choice,
    Crumb,
    Event,
    Fact,
    Field,
    Head,
    Item,
    Items,
    Pair,
    Pairs,
    Strip,
    Timeline,
    Tone,
)
from opsroom.interfaces.web.wording import counted, day, moment, money
from opsroom.kernel.records.events import EventRow
from opsroom.kernel.values.limits import PURCHASE_ORDER_CHARS_MAX

if TYPE_CHECKING:
    from opsroom.interfaces.web.hand.page import Shown

CRUMBS = (Crumb(text="Orders", href="/orders"), Crumb(text="Drafts and quotes", href="/orders/drafts"))


@dataclass(frozen=True, slots=True)
class LineRow:
    """One line as it is shown; `pieces` and `rate` as typed, with what is wrong with them."""

    id: int
    sku_id: int
    code: str
    name: str
    pieces: str
    pieces_wrong: str
    price: str
    price_note: str
    rate: str
    rate_wrong: str
    amount: str
    promise: str
    tone: Tone
    price_href: str


def buyer_name(shown: Shown) -> str:
    """Who buys, by company or name; nobody while nobody is named."""
    party = shown.parties.get(shown.draft.ship_to_id or 0)
    company = party.organisation if party else ""
    return company or (shown.buyer.name or shown.buyer.email if shown.buyer else "")


def head(shown: Shown) -> Head:
    """The draft, whose it is, what it comes to, and what it still lacks."""
    draft = shown.draft
    kind = "Quote" if draft.quote_number else "Draft"
    who = f" for {name}" if (name := buyer_name(shown)) else ""
    title = f"{kind} {draft.name}{who}"
    return Head(crumbs=[*CRUMBS, Crumb(text=draft.name)], title=title, lead=lead(shown))


def lead(shown: Shown) -> str:
    """What comes next, as a sentence."""
    draft = shown.draft
    if draft.state == "accepted":
        return "It is an order by now."
    if draft.state == "withdrawn":
        return "It was withdrawn; nothing of it was ordered."
    if draft.state == "draft" and shown.lacks:
        return shown.lacks[0]
    if draft.is_over(shown.today):
        return (
            f"Its prices held until {day(draft.valid_until, shown.today)}. Say at which prices it is placed."
        )
    if draft.state == "quoted":
        return f"Its prices hold until {day(draft.valid_until, shown.today)}."
    return f"It can be placed. {kept(shown) or 'No stock is set aside before.'}"


def strip(shown: Shown, *, may_see_terms: bool) -> Strip:
    """The facts it starts with."""
    draft = shown.draft
    facts = [
        Fact(key="State", status=words.status_of(draft, shown.today)),
        Fact(key="Total", value=money(draft.total_minor, draft.currency), sub="with tax"),
        Fact(key="Begun", value=day(draft.created_at, shown.today)),
    ]
    if draft.purchase_order:
        facts.append(Fact(key="Their order number", value=draft.purchase_order))
    if shown.copied_from:
        changed = [
            one for one in shown.lines if one.old_price is not None and one.old_price != one.unit_price
        ]
        says = f"{counted(len(changed), 'price')} changed since" if changed else "at the same prices"
        facts.append(
            Fact(key="As", value=shown.copied_from, href=f"/orders/{draft.copied_from_id}", sub=says)
        )
    if shown.buyer and may_see_terms:
        paid, terms = PAYMENTS[draft.payment], terms_words(shown.buyer)
        facts.append(Fact(key="Payment", value=paid, sub=terms if terms != paid else ""))
    return Strip(facts=facts)


def alert(shown: Shown) -> Alert | None:
    """That it is an order, with the way there; or what stands in the way of nothing but is worth a word."""
    draft = shown.draft
    if draft.order_id is not None:
        way = Action(label="Open the order", href=f"/orders/{draft.order_id}", icon="arrow-right", small=True)
        return Alert(
            strong="It was placed.", text="What happens now is on the order.", tone="ok", actions=(way,)
        )
    party = shown.parties.get(draft.ship_to_id or 0)
    if party is not None and party.problems and draft.state in PLACEABLE:
        fix = Action(
            label="Write another", href=f"/orders/drafts/{draft.id}/address", small=True, drawer=True
        )
        return Alert(
            strong="A parcel would not arrive.",
            text=f"{party.problems[0]['sentence']} Placed as it is, the order is held.",
            tone="warn",
            actions=(fix,) if draft.state == "draft" else (),
        )
    return None


def line_rows(shown: Shown, *, may_price: bool) -> list[LineRow]:
    """The lines, with what can be promised of each."""
    draft, typed, wrong = shown.draft, shown.typed, shown.wrong
    amounts = {
        line.id: line.gross_minor if draft.prices_include_tax else line.net_minor for line in shown.lines
    }
    rows = []
    for line in shown.lines:
        promise, tone = words.promise_text(shown.free.get(line.sku_id), line.quantity)
        code, name = shown.names[line.sku_id]
        rows.append(
            LineRow(
                id=line.id,
                sku_id=line.sku_id,
                code=code,
                name=name,
                pieces=typed.get(f"pieces-{line.id}", str(line.quantity)),
                pieces_wrong=wrong.get(f"pieces-{line.id}", ""),
                price=words.price_text(line.unit_price, draft.currency),
                price_note=words.price_note(line, draft.currency),
                rate=typed.get(f"rate-{line.id}", words.rate_text(line.tax_rate)),
                rate_wrong=wrong.get(f"rate-{line.id}", ""),
                amount=money(amounts[line.id], draft.currency),
                promise=promise if draft.state in PLACEABLE else "",
                tone=tone,
                price_href=f"/orders/drafts/{draft.id}/lines/{line.id}/price" if may_price else "",
            )
        )
    return rows


def word_fields(shown: Shown) -> list[Field]:
    """What a draft says beside its lines, as fields."""
    draft, typed, wrong = shown.draft, shown.typed, shown.wrong

    def said(name: str, stored: str) -> str:
        return typed.get(name, stored)

    tax = "with" if draft.prices_include_tax else "without"
    charge = money(draft.delivery_minor, draft.currency, sign=False) if draft.delivery_minor else ""
    return [
        Field(
            name="purchase_order", label="Their order number", value=said("purchase_order", draft.purchase_order),
            help=f"On every paper. {PURCHASE_ORDER_CHARS_MAX} signs at most.", error=wrong.get("purchase_order", ""),
            autocomplete="off",
        ),
        Field(
            name="ship_by", label="To be sent by", kind="date", error=wrong.get("ship_by", ""),
            value=said("ship_by", f"{draft.ship_by:%Y-%m-%d}" if draft.ship_by else ""),
            help="Empty: by the site's own cut-offs.",
        ),
        Field(
            name="delivery_method", label="Delivery", value=said("delivery_method", draft.delivery_method),
            help="Such as DHL Paket.", autocomplete="off",
        ),
        Field(
            name="delivery", label=f"Delivery charge in {draft.currency}, {tax} tax", kind="number",
            value=said("delivery", charge), error=wrong.get("delivery", ""), help="Taxed as most of the goods are.",
        ),
        Field(
            name="payment", label="Payment", kind="select", value=said("payment", draft.payment),
            choices=[Choice(value=key, text=text) for key, text in PAYMENTS.items()],
        ),
        Field(
            name="tags", label="Tags", value=said("tags", ", ".join(draft.tags)), error=wrong.get("tags", ""),
            help="With commas between them.", autocomplete="off",
        ),
        Field(
            name="note", label="What the next person should know", kind="textarea", value=said("note", draft.note),
        ),
    ]  # fmt: skip


def stale(shown: Shown) -> list[str]:
    """Which list prices are others by now: "MUG: 23.80 here, 25.00 in the list"."""
    if shown.todays is None:
        return []
    currency = shown.draft.currency
    return [
        f"{code}: {words.price_text(before, currency)} here, {words.price_text(now, currency)} in the list"
        for code, before, now in shown.todays.changes
    ]


def buyer_card(shown: Shown) -> dict[str, object]:
    """Who buys, how to reach them, where it goes and who is billed."""
    draft, buyer = shown.draft, shown.buyer
    goes, bill = shown.parties.get(draft.ship_to_id or 0), shown.parties.get(draft.bill_to_id or 0)
    rows = []
    if buyer is not None:
        reach = " · ".join(part for part in (buyer.email, buyer.phone) if part)
        rows.append(
            Pair(key="Buyer", value=buyer.name or buyer.email, note=reach, href=f"/customers/{buyer.id}")
        )
        rows.append(Pair(key="Goes to", value=", ".join(goes.lines) if goes else "not said yet"))
        same = draft.bill_to_id == draft.ship_to_id
        rows.append(
            Pair(key="Billed to", value="the same" if same else ", ".join(bill.lines) if bill else "–")
        )
    return {
        "pairs": Pairs(rows=rows),
        "known": buyer is not None,
        "change": f"/orders/new?draft={draft.id}",
        "ship": f"/orders/drafts/{draft.id}/address",
        "bill": f"/orders/drafts/{draft.id}/address?bill=1",
    }


def sums(shown: Shown) -> Pairs:
    """What it comes to, line by line; a dash while something is not known."""
    draft = shown.draft
    delivery = draft.delivery_minor + (0 if draft.prices_include_tax else draft.delivery_tax_minor)
    goods = None if draft.total_minor is None else draft.total_minor - delivery
    rows = [
        Pair(key="Goods with tax", value=money(goods, draft.currency)),
        Pair(key="Delivery with tax", value=money(delivery, draft.currency)),
        Pair(key="Net", value=money(draft.net_minor, draft.currency)),
        Pair(key="Tax", value=money(draft.tax_minor, draft.currency)),
        Pair(key="Total", value=money(draft.total_minor, draft.currency), total=True),
    ]
    return Pairs(rows=rows)


def says(shown: Shown) -> list[Alert]:
    """What is missing, what is short, and what placing would do to the limit; shown before anything is done."""
    if shown.draft.state not in PLACEABLE:
        return []
    found = [Alert(strong=said, tone="info") for said in shown.lacks]
    short = [
        line
        for line in shown.lines
        if (free := shown.free.get(line.sku_id)) is not None and free < line.quantity
    ]
    if short:
        codes = ", ".join(shown.names[line.sku_id][0] for line in short[:5])
        text = "It can be placed all the same and waits for its stock."
        found.append(Alert(strong=f"Not enough is free of {codes}.", text=text, tone="warn"))
    if shown.held is not None:
        found.append(Alert(strong=words.held_text(shown.held), text=_sum_words(shown), tone="warn"))
    return found


def _sum_words(shown: Shown) -> str:
    held = shown.held
    return (
        "" if held is None or held.over_minor is None else f"{held.sentence[:1].upper()}{held.sentence[1:]}"
    )


def place_words(shown: Shown) -> str:
    """Beside the button: what placing does."""
    draft = shown.draft
    if shown.lacks:
        return " ".join(shown.lacks)
    if shown.held is not None:
        return f"{words.held_text(shown.held)} The order is taken whole and keeps its stock."
    how = "is paid before it leaves" if draft.payment == "prepaid" else "goes on terms"
    return f"Places one order of {money(draft.total_minor, draft.currency)} that {how}."


def bar(shown: Shown) -> dict[str, object] | None:
    """The acts of a draft that is no order yet."""
    draft = shown.draft
    if draft.state not in PLACEABLE:
        return None
    path = f"/orders/drafts/{draft.id}"
    over = draft.is_over(shown.today)
    acts = []
    if draft.state == "draft":
        acts.append(
            Action(label="Quote…", href=f"{path}/quote", icon="file-text", drawer=True, keep=True, key="q")
        )
    else:
        paper = f"{path}/quote/{draft.revision}.pdf"
        acts.append(Action(label="Download PDF", href=paper, icon="file-down", keep=True))
        acts.append(Action(label="Renew…", href=f"{path}/renew", icon="refresh-cw", drawer=True, keep=True))
    if shown.may_keep and shown.lines:
        acts.append(Action(label="Keep goods…", href=f"{path}/keep", icon="clock", drawer=True, keep=True))
    acts.append(Action(label="Withdraw…", href=f"{path}/withdraw", look="danger", drawer=True, keep=True))
    ask = Action(
        label="Place order…", href=f"{path}/place", icon="check", look="pri", drawer=True, keep=True, key="p"
    )
    return {
        "acts": acts,
        "ask": ask if over else None,
        "revise": f"{path}/revise" if draft.state != "draft" else "",
        "seen": "" if draft.total_minor is None else draft.total_minor,
    }


def papers(shown: Shown, made: Sequence[PaperFacts]) -> Items | None:
    """The papers of a quote, each as it was given."""
    if not made:
        return None
    currency = shown.draft.currency
    return Items(
        rows=[
            Item(
                title=one.name,
                note=f"{money(one.total_minor, currency)}, valid until {day(one.valid_until, shown.today)}",
                icon="file-text",
                end=day(one.made_at, shown.today),
                action=Action(
                    label="PDF", href=f"/orders/drafts/{shown.draft.id}/quote/{one.revision}.pdf", small=True,
                    about=f"PDF of {one.name}",
                ),
            )
            for one in made
        ]
    )  # fmt: skip


def happened(shown: Shown, rows: Sequence[EventRow], names: Mapping[int, str]) -> Timeline:
    """Newest first: what happened, why, and who did it."""
    codes = {pk: code for pk, (code, _) in shown.names.items()}
    found = []
    for row in reversed(rows):
        title, tone = words.HAPPENED.get(
            row.kind, (row.kind.rsplit(".", 1)[-1].replace("_", " ").capitalize(), "")
        )
        who = names.get(row.actor_id, "") if row.actor_id else PROGRAMS.get(row.actor_name, "Opsroom")
        note = words.why(row.kind, row.reason, row.data, shown.draft.currency, codes, shown.today)
        found.append(Event(at=row.at, title=title, note=note, who=who, tone=tone))
    return Timeline(events=found)


def line_count(lines: Sequence[DraftLineFacts]) -> str:
    """3 lines."""
    return counted(len(lines), "line")


def kept(shown: Shown) -> str:
    """What is kept for the buyer and until when, and what of the draft is not."""
    hold = shown.kept
    if hold is None or shown.draft.state not in PLACEABLE:
        return ""
    until = moment(hold.expires_at, shown.today)
    wanted = sum(line.quantity for line in shown.lines if shown.free[line.sku_id] is not None)
    pieces = sum(hold.pieces.values())
    if pieces == wanted:
        return f"All its goods are kept until {until}."
    return f"{counted(pieces, 'piece')} kept until {until}; the draft has changed since. Keep them again to match."
