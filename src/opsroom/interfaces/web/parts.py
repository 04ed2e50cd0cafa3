"""Every component as a typed value with its template; refuses loose dictionaries."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import ClassVar, Literal

from django.utils.safestring import SafeString

Tone = Literal["", "ok", "warn", "bad", "info", "alt", "todo", "acc"]
Look = Literal["", "pri", "gh", "danger"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A thing `{% part thing %}` can draw."""

    template: ClassVar[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Action(Part):
    """A button or a link. `href` goes somewhere, `post` does something; `off` says why it cannot be done now."""

    template: ClassVar[str] = "parts/action.html"
    label: str
    href: str = ""
    post: str = ""
    name: str = ""
    value: str = ""
    icon: str = ""
    look: Look = ""
    small: bool = False
    large: bool = False
    key: str = ""
    drawer: bool = False
    off: str = ""
    about: str = ""  # the full sentence for screen readers when the label alone is not unique
    desk_only: bool = False
    keep: bool = False  # stays on the phone beside the filled button
    dry: bool = False  # a bulk act: asks the server what it would do when pointed at or focused


@dataclass(frozen=True, slots=True, kw_only=True)
class Crumb:
    """One step of the way to this page."""

    text: str
    href: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Head(Part):
    """Eyebrow, headline sentence, the numbers behind it, and the page's actions."""

    template: ClassVar[str] = "parts/head.html"
    title: str
    eyebrow: str = ""
    crumbs: Sequence[Crumb] = ()
    strong: str = ""
    lead: str = ""
    actions: Sequence[Action] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Status(Part):
    """A state: dot and word. `todo` is one that is not true yet."""

    template: ClassVar[str] = "parts/status.html"
    text: str
    tone: Tone = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Chip(Part):
    """A small count or remark without a dot."""

    template: ClassVar[str] = "parts/chip.html"
    text: str
    tone: Tone = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Due(Part):
    """A ship-by or deliver-by: red when it is or will be broken."""

    template: ClassVar[str] = "parts/due.html"
    text: str
    tone: Tone = ""
    exact: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Channel(Part):
    """A channel by its two letters and name."""

    template: ClassVar[str] = "parts/channel.html"
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Tile(Part):
    """One key figure. `value` None means not known, which is never drawn as zero."""

    template: ClassVar[str] = "parts/tile.html"
    name: str
    value: str | None
    href: str = ""
    sub: str = ""
    delta: str = ""
    tone: Tone = ""
    spark: SafeString = field(default_factory=SafeString)
    current: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Tiles(Part):
    """A row of key figures; four, five or six columns on a desk."""

    template: ClassVar[str] = "parts/tiles.html"
    tiles: Sequence[Tile]
    label: str = "Key figures"
    columns: Literal[4, 5, 6] = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class TrackStep:
    """One station of the way: done, now, now late, or still to come."""

    text: str
    state: Literal["done", "now", "late", ""] = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Track(Part):
    """How far along its way something is."""

    template: ClassVar[str] = "parts/track.html"
    steps: Sequence[TrackStep]
    label: str = "Progress"


@dataclass(frozen=True, slots=True, kw_only=True)
class Steps(Part):
    """Numbered steps of a procedure; `at` counts from 1."""

    template: ClassVar[str] = "parts/steps.html"
    names: Sequence[str]
    at: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """One cell of a strip. `picture` or `track` under the key; `wide` takes two columns."""

    key: str
    value: str = ""
    sub: str = ""
    tone: Tone = ""
    href: str = ""
    status: Status | None = None
    track: Track | None = None
    picture: SafeString = field(default_factory=SafeString)
    wide: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Strip(Part):
    """The three to six facts an object page starts with."""

    template: ClassVar[str] = "parts/strip.html"
    facts: Sequence[Fact]
    label: str = "Facts"

    @property
    def columns(self) -> int:
        """Columns on a desk; a wide fact counts twice."""
        return sum(2 if fact.wide else 1 for fact in self.facts)


@dataclass(frozen=True, slots=True, kw_only=True)
class Alert(Part):
    """What happened (bold), what is safe, what to do."""

    template: ClassVar[str] = "parts/alert.html"
    strong: str
    text: str = ""
    tone: Literal["", "ok", "warn", "bad", "info"] = "info"
    icon: str = ""
    actions: Sequence[Action] = ()

    @property
    def sign(self) -> str:
        """The icon shown; each tone has its own."""
        signs = {"ok": "circle-check", "warn": "triangle-alert", "bad": "circle-alert"}
        return self.icon or signs.get(self.tone, "info")


@dataclass(frozen=True, slots=True, kw_only=True)
class Blank(Part):
    """An empty place: what will appear, why not now, one action."""

    template: ClassVar[str] = "parts/blank.html"
    title: str
    text: str = ""
    icon: str = "inbox"
    tone: Literal["", "ok", "warn", "bad"] = ""
    actions: Sequence[Action] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """One option of a field."""

    value: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Field(Part):
    """A form field with its label, its rule, and what is wrong with it."""

    template: ClassVar[str] = "parts/field.html"
    name: str
    label: str
    value: str = ""
    kind: Literal[
        "text",
        "number",
        "email",
        "password",
        "search",
        "date",
        "time",
        "file",
        "textarea",
        "select",
        "switch",
    ] = "text"
    help: str = ""
    error: str = ""
    choices: Sequence[Choice] = ()
    required: bool = False
    autocomplete: str = ""
    placeholder: str = ""
    off: bool = False
    on: bool = False
    accept: str = ""
    link: Action | None = None
    prefix: str = ""  # keeps ids apart when one page shows a form twice
    focus: bool = False  # has the cursor when the page opens; one field a page

    @property
    def id(self) -> str:
        """The element's id."""
        return f"f-{self.prefix}{self.name}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One thing that happened: when, what, why, and who (only for readers who may see it)."""

    at: datetime
    title: str
    note: str = ""
    who: str = ""
    tone: Tone = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Timeline(Part):
    """Events newest first; days are named when they change."""

    template: ClassVar[str] = "parts/timeline.html"
    events: Sequence[Event]
    more: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Posting:
    """From a place or account to another; `later` is not posted yet, `total` sums the rows above."""

    source: str
    target: str
    amount: str
    source_note: str = ""
    target_note: str = ""
    later: bool = False
    total: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Postings(Part):
    """The effect on one of the two books."""

    template: ClassVar[str] = "parts/postings.html"
    title: str
    rows: Sequence[Posting]
    heads: tuple[str, str, str] = ("From", "To", "Amount")
    empty: str = "Nothing is posted yet."


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """A key with its value and a remark."""

    key: str
    value: str
    note: str = ""
    href: str = ""
    total: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Pairs(Part):
    """Keys and values, one under the other."""

    template: ClassVar[str] = "parts/pairs.html"
    rows: Sequence[Pair]


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """One line of an arithmetic: its sign, its words, its number."""

    text: str
    number: str
    sign: Literal["", "+", "−", "×", "="] = ""
    note: str = ""
    big: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Arithmetic(Part):
    """How a number came about, line by line."""

    template: ClassVar[str] = "parts/arithmetic.html"
    terms: Sequence[Term]


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """A row of a short list: icon, words, remark, a state and one action."""

    title: str
    note: str = ""
    icon: str = ""
    href: str = ""
    status: Status | None = None
    action: Action | None = None
    end: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Items(Part):
    """A short list inside a card: tasks, holds, exceptions."""

    template: ClassVar[str] = "parts/items.html"
    rows: Sequence[Item]


@dataclass(frozen=True, slots=True, kw_only=True)
class Job(Part):
    """A long job: how far, what it does now, and what can be done about it."""

    template: ClassVar[str] = "parts/job.html"
    title: str
    done: int
    total: int | None
    state: Literal["waiting", "running", "paused", "done", "failed"]
    note: str = ""
    started: datetime | None = None
    actions: Sequence[Action] = ()
    src: str = ""  # where the row refetches itself from when the topic "jobs" is heard

    @property
    def share(self) -> float | None:
        """0 to 1, or None while the total is not known."""
        return None if not self.total else min(1.0, self.done / self.total)


@dataclass(frozen=True, slots=True, kw_only=True)
class Toast(Part):
    """A short message with an undo: what HX-Trigger carries, and what a plain page shows."""

    template: ClassVar[str] = "parts/toast.html"
    text: str
    undo: str = ""
    tone: Literal["", "bad"] = ""

    def trigger(self) -> dict[str, dict[str, str]]:
        """The value for the HX-Trigger header: {"toast": {...}}."""
        return {"toast": {"text": self.text, "undo": self.undo, "tone": self.tone}}
