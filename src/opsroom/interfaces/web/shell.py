"""What stands around every page: places with counts, menu, shop name, theme; shows only places the role may open."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property

from django.http import HttpRequest
from django.urls import Resolver404, resolve
from django.utils import timezone

from opsroom.domains.access.matrix import ROLE_WORDS, ROLES
from opsroom.domains.access.rules import may
from opsroom.insight.metrics import board
from opsroom.interfaces.web.actor import actor_of
from opsroom.interfaces.web.company import company_of_request, signed_in
from opsroom.interfaces.web.talk.mentions import unread
from opsroom.kernel.values.actor import Actor

COUNT_SHOWN_MAX = 9_999
COUNTS = "_opsroom_order_counts"  # where a page keeps the counts it shows, so that the bar shows the same
THEMES = frozenset({"light", "dark"})
DENSITIES = frozenset({"cosy", "compact", "touch"})


@dataclass(frozen=True, slots=True)
class Place:
    """One place of the navigation. `verb`: what a person must be allowed to see it; `letter`: its key after G."""

    key: str
    label: str
    href: str
    icon: str
    letter: str = ""
    verb: str = ""
    counted: str = ""
    urgent: bool = False
    count: int = 0
    current: bool = False

    @property
    def count_text(self) -> str:
        """The count as shown, capped so that it never widens the bar."""
        return f"{self.count:,}" if self.count <= COUNT_SHOWN_MAX else f"{COUNT_SHOWN_MAX:,}+"


PLACES: tuple[Place, ...] = (
    Place("today", "Today", "/", "sun", "t"),
    Place("orders", "Orders", "/orders", "inbox", "o", "orders.view", "at risk", urgent=True),
    Place("fulfil", "Fulfil", "/fulfil", "package-check", "f", "fulfilment.view", "to do"),
    Place("stock", "Stock", "/stock", "boxes", "s", "warehouse.view", "to look at"),
    Place("channels", "Channels", "/channels", "store", "c", "channels.view", "to look at"),
    Place("customers", "Customers", "/customers", "users", "u", "customers.view"),
    Place("money", "Money", "/money", "wallet", "m", "payments.view", "to look at"),
    Place("improve", "Improve", "/improve", "activity", "i", "rules.view"),
    Place("imports", "Import", "/import", "upload", "n", "imports.view", "to fix"),
)
SCAN = Place("scan", "Scan", "/fulfil/scan", "scan-barcode", verb="fulfilment.view")
MENU: tuple[Place, ...] = (
    Place("account", "Your account", "/account", "user-round"),
    Place("settings", "Settings", "/settings", "settings"),
    Place("health", "Data health", "/settings/health", "heart-pulse", verb="access.settings"),
)
TAB_KEYS = ("today", "orders", "scan", "stock")


def stands(href: str) -> bool:
    """Whether a page is at this address: places whose area is not built are not offered."""
    try:
        resolve(href)
    except Resolver404:
        return False
    return True


def open_to(actor: Actor | None, place: Place) -> bool:
    """Whether this place exists and this person may open it."""
    if not stands(place.href):
        return False
    if not place.verb or actor is None:
        return not place.verb
    return may(actor, place.verb, site_id=min(actor.site_ids or (), default=None))


def _is_here(place: Place, path: str) -> bool:
    return (
        path == place.href if place.href == "/" else path == place.href or path.startswith(f"{place.href}/")
    )


def nav_counts(actor: Actor | None, counts: Mapping[str, int] | None = None) -> Mapping[str, int]:
    """Count by place key, from the one query layer, so that bar, tabs and tiles cannot disagree."""
    return {} if actor is None else board.nav_counts(actor, counts)


class Shell:
    """Everything base.html shows around a page; computed only when a template asks for it."""

    sign_out = "/sign-out"

    def __init__(self, request: HttpRequest) -> None:
        self._request = request
        self._company = company_of_request(request)

    @cached_property
    def _actor(self) -> Actor | None:
        return actor_of(self._request) if signed_in(self._request) else None

    @cached_property
    def _places(self) -> tuple[Place, ...]:
        counts = nav_counts(self._actor, getattr(self._request, COUNTS, None))
        path = self._request.path
        return tuple(
            replace(place, count=counts.get(place.key, 0), current=_is_here(place, path))
            for place in (*PLACES, SCAN, *MENU)
            if open_to(self._actor, place)
        )

    @cached_property
    def nav(self) -> list[Place]:
        """The places of the side bar that this person may open."""
        keys = {place.key for place in PLACES}
        return [place for place in self._places if place.key in keys]

    @cached_property
    def menu(self) -> list[Place]:
        """The places behind the person's initials."""
        keys = {place.key for place in MENU}
        return [place for place in self._places if place.key in keys]

    @cached_property
    def tabs(self) -> list[Place]:
        """At most four places for the thumb, the rest is under More."""
        by_key = {place.key: place for place in self._places}
        first = [by_key[key] for key in TAB_KEYS if key in by_key]
        spare = [place for place in self.nav if place not in first]
        return (first + spare)[: len(TAB_KEYS)]

    @cached_property
    def more(self) -> list[Place]:
        """What the phone's tabs have no room for."""
        return [place for place in (*self.nav, *self.menu) if place not in self.tabs]

    @cached_property
    def tasks(self) -> int:
        """Open tasks this person may see."""
        return 0 if self._actor is None else board.task_counts(self._actor)["open"]

    @cached_property
    def mentions(self) -> int:
        """Comments that call this person and are not read."""
        return len(unread(self._actor))

    @property
    def shop(self) -> str:
        """The company's name; the program's own before there is one."""
        return self._company.name if self._company else "Opsroom"

    @property
    def demo(self) -> bool:
        """True while the shop shown is the demo shop: it is marked on every page."""
        return self._company is not None and self._company.is_demo

    @property
    def subtitle(self) -> str:
        """The line under the shop's name."""
        return "order to cash, one room" if self._company is None else "Opsroom"

    @property
    def zone(self) -> str:
        """The company's time zone name, for clocks in the browser."""
        return timezone.get_current_timezone_name()

    @property
    def now(self) -> datetime:
        """This moment, UTC; templates show it in the company's zone."""
        return timezone.now()

    @property
    def theme(self) -> str:
        """light or dark when the person chose one, else empty: the device decides."""
        theme = self._request.COOKIES.get("theme", "")
        return theme if theme in THEMES else ""

    @property
    def density(self) -> str:
        """Row height: cosy, compact or touch."""
        density = self._request.COOKIES.get("density", "")
        return density if density in DENSITIES else "cosy"

    @cached_property
    def live(self) -> bool:
        """Whether an event stream stands behind this page."""
        return self._actor is not None and stands("/events")

    @property
    def person(self) -> str:
        """The signed-in person's name, empty for nobody."""
        if not signed_in(self._request):
            return ""
        user = self._request.user
        return str(getattr(user, "name", "") or user.get_username().partition("@")[0])

    @property
    def initials(self) -> str:
        """Two letters at most, from the name."""
        words = self.person.replace("@", " ").replace(".", " ").split()
        return "".join(word[0] for word in (words[:1] + words[-1:] if len(words) > 1 else words))[:2].upper()

    @property
    def role(self) -> str:
        """The person's roles in words, in the matrix's order."""
        held = self._actor.roles if self._actor else frozenset()
        return ", ".join(ROLE_WORDS[role] for role in ROLES if role in held).capitalize()


def context(request: HttpRequest) -> dict[str, Shell]:
    """The context processor: one lazy `shell` for every template."""
    return {"shell": Shell(request)}
