"""Words for templates: money, quantities, times, icons, parts; refuses to guess what is not known."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django import template
from django.template.context import RequestContext
from django.template.loader import get_template
from django.templatetags.static import static
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from opsroom.interfaces.web import wording
from opsroom.interfaces.web.icons import known

register = template.Library()


@register.simple_tag
def icon(name: str) -> SafeString:
    """{% icon "truck" %}: a decorative icon of the sprite; the words beside it carry the meaning."""
    return format_html(
        '<svg class="i" aria-hidden="true"><use href="{}#{}"/></svg>', static("icons.svg"), known(name)
    )


@register.simple_tag(takes_context=True)
def part(context: RequestContext, thing: Any) -> SafeString:
    """{% part tile %}: draws a dataclass of interfaces/web/parts.py with its own template."""
    if thing is None or thing == "":
        return format_html_join("", "{}", ())
    if isinstance(thing, (list, tuple)):
        return format_html_join("", "{}", ((part(context, each),) for each in thing))
    with context.push(p=thing):
        return get_template(thing.template).template.render(context)  # type: ignore[attr-defined,no-any-return]


@register.simple_tag(takes_context=True)
def cells(context: RequestContext, row: Any, columns: Any) -> SafeString:
    """{% cells row p.columns %}: the cells of one row of a table; written here, for a page has hundreds of them."""
    return format_html_join("", "{}", ((one,) for one in _cells(context, row, columns)))


def _cells(context: RequestContext, row: Any, columns: Any) -> Iterator[SafeString]:
    head = True
    for column, cell in zip(columns, row.cells, strict=False):
        looks = (
            "num " if column.number and not head else "",
            "wrap " if column.wrap else "",
            "nar " if column.narrow else "",
            tone_text(cell.tone),
            " mono" if cell.mono else "",
            *(f" m-{word}" for word in column.phone.split()),  # where it goes on a phone's card
        )
        words = cell.text
        if cell.part:
            words = part(context, cell.part)
        elif cell.href:
            words = format_html('<a href="{}">{}</a>', cell.href, cell.text)
        note = format_html("<small>{}</small>", cell.note) if cell.note else ""
        if head:
            yield format_html('<th scope="row" class="{}">{}{}</th>', "".join(looks), words, note)
        else:
            label = format_html(' data-l="{}"', column.label) if column.label else ""
            yield format_html('<td class="{}"{}>{}{}</td>', "".join(looks), label, words, note)
        head = False


@register.simple_block_tag(takes_context=True)
def card(
    context: RequestContext,
    content: SafeString,
    title: str = "",
    *,
    chip: str = "",
    tone: str = "",
    note: str = "",
    link: str = "",
    href: str = "",
    footer: str = "",
    key: str = "",
    live: str = "",
    src: str = "",
) -> SafeString:
    """{% card "Lines" chip="3 lines" link="Edit lines" href="/..." %} ... {% endcard %}: a titled surface."""
    slots = {"title": title, "chip": chip, "tone": tone, "note": note, "link": link, "href": href}
    slots |= {
        "footer": footer,
        "key": key or wording.slug(title),
        "live": live,
        "src": src,
        "content": content,
    }
    with context.push(**slots):
        return get_template("parts/card.html").template.render(context)  # type: ignore[attr-defined,no-any-return]


@register.filter
def money(value: Any, currency: str = "") -> str:
    """€52.20 from a Money, or from minor units with the currency as argument; an unknown amount is a dash."""
    return wording.money(value, currency)


@register.filter
def amount(value: Any, currency: str = "") -> str:
    """52.20, for columns whose head names the currency."""
    return wording.money(value, currency, sign=False)


@register.filter
def quantity(value: int | Decimal | None, unit: str = "") -> str:
    """1,284 or 1,284 units; trailing zeros go, an unknown quantity is a dash."""
    return wording.quantity(value, unit)


@register.filter
def signed(value: int | Decimal | None) -> str:
    """+318 or −84."""
    return wording.quantity(value, plus=True)


@register.filter
def counted(value: int, noun: str) -> str:
    """{{ n|counted:"order" }}: 1 order, 3 orders; "box,boxes" names an odd plural."""
    return wording.counted(value, noun)


@register.filter
def clock(value: datetime | None) -> str:
    """15:00 in the company's time zone."""
    return wording.clock(value)


@register.filter
def day(value: date | datetime | None) -> str:
    """Tue 24 Nov, with the year when it is another one."""
    return wording.day(value, timezone.localdate())


@register.filter
def moment(value: datetime | None) -> str:
    """15:00 today, Tue 24 Nov 15:00 otherwise."""
    return wording.moment(value, timezone.localdate())


@register.filter
def since(value: datetime | None) -> str:
    """2 h 41 min ago, or in 2 h 41 min."""
    return wording.since(value, timezone.now())


@register.filter
def percent(value: float | Decimal | None, digits: int = 0) -> str:
    """0.776 as 78%."""
    return wording.percent(value, digits)


@register.filter
def monogram(value: str) -> str:
    """Two letters for a channel: never a logo."""
    return wording.monogram(value)


@register.filter
def tone_text(tone: str) -> str:
    """The text colour of a tone."""
    return f"{tone}-t" if tone else ""
