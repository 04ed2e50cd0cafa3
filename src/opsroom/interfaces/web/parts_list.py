"""Parts of a list page: views, filters, table, bulk bar, pager, palette; refuses to sort or filter itself."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar, Literal

from opsroom.interfaces.web.parts import Action, Choice, Part, Tone


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """A saved view: an address with a count."""

    name: str
    href: str
    count: int | None = None
    current: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Views(Part):
    """Saved views as tabs. With `target` a tab swaps that element and pushes its address."""

    template: ClassVar[str] = "parts/views.html"
    views: Sequence[View]
    target: str = ""
    label: str = "Saved views"


@dataclass(frozen=True, slots=True, kw_only=True)
class Filter:
    """One filter that reads as a phrase: "Channel is Shopify"; `without` is the view's address without it."""

    field: str
    value: str
    without: str
    on: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class FilterField:
    """A filter that can be set: a search box without choices, else a list."""

    name: str
    label: str
    value: str = ""
    choices: Sequence[Choice] = ()
    slash: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters(Part):
    """The filter row: a GET form, so that it works without script and every filter is an address.

    `keep`: hidden (name, value) pairs of the view; `shown`, `of`, `noun`: "55 of 72 orders", the noun as of one or
    "box,boxes"; `save` saves the view.
    """

    template: ClassVar[str] = "parts/filters.html"
    action: str
    target: str = ""
    fields: Sequence[FilterField] = ()
    chips: Sequence[Filter] = ()
    keep: Sequence[tuple[str, str]] = ()
    shown: int | None = None
    of: int | None = None
    noun: str = "row"
    clear: str = ""
    save: Action | None = None

    @property
    def counted_noun(self) -> str:
        """The noun as the number before it wants it: 1 draft, 1 of 3 drafts."""
        one, _, many = self.noun.partition(",")
        number = self.of if self.of is not None and self.of != self.shown else self.shown
        return one if number == 1 else many or f"{one}s"


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A column. `sort` is the address that sorts by it, `sorted` how it is sorted now.

    `phone`: where its cells go on a phone card: "1" to "4" order them, "end" to the far side, "full" a line of their
    own, "no" hidden; combined by spaces, e.g. "1 end". `wrap` lets its words go on in a second line, `narrow` cuts them
    short sooner than elsewhere; a link in a narrow column, such as a number, is never cut and goes on below.
    """

    name: str
    number: bool = False
    sort: str = ""
    sorted: Literal["", "ascending", "descending"] = ""
    phone: str = ""
    fit: bool = False
    wrap: bool = False
    narrow: bool = False
    label: str = ""  # said before the value on the phone


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """What stands in one place of a table: words, or a part such as a Status."""

    text: str = ""
    href: str = ""
    note: str = ""
    tone: Tone = ""
    part: Part | None = None
    mono: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A row; the first cell is its head. `group` instead of cells makes a heading row."""

    cells: Sequence[Cell] = ()
    id: str = ""
    name: str = ""
    group: str = ""
    group_part: Part | None = None
    selected: bool = False
    off: bool = False
    tone: Tone = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Table(Part):
    """Rows on a desk, cards on a phone. `select` adds a tick box a row, `list_keys` makes J, K, X and Enter work."""

    template: ClassVar[str] = "parts/table.html"
    label: str
    columns: Sequence[Column]
    rows: Sequence[Row]
    totals: Sequence[Row] = ()
    select: bool = False
    list_keys: bool = False
    tight: bool = False
    sorts_into: str = ""
    empty: Part | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Choosing(Part):
    """A bulk act that needs a choice: the list named `name`, its first line `label`, and the act's button."""

    template: ClassVar[str] = "parts/choosing.html"
    name: str
    label: str
    choices: Sequence[Choice]
    act: Action


@dataclass(frozen=True, slots=True, kw_only=True)
class Bulk(Part):
    """The bar for many rows. `total`: rows in the whole view, which the server finds again by itself.

    `field`: one short text that the act beside it needs, with what it offers.
    """

    template: ClassVar[str] = "parts/bulk.html"
    actions: Sequence[Action | Choosing]
    total: int
    field: FilterField | None = None
    noun: str = "order,orders"
    rest: str = "Point at an action to see what it will do."


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar(Part):
    """The action bar of an object page; `say` is the dry run of the focused action, in a place of fixed size."""

    template: ClassVar[str] = "parts/bar.html"
    actions: Sequence[Action]
    say_strong: str = ""
    say: str = ""
    label: str = "Actions"


@dataclass(frozen=True, slots=True, kw_only=True)
class Pager(Part):
    """Which rows of how many, and the ways on."""

    template: ClassVar[str] = "parts/pager.html"
    first: int
    last: int
    total: int | None
    before: str = ""
    after: str = ""
    target: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Find:
    """One answer of the palette: somewhere to go (`href`), something to do (`post`)."""

    text: str
    href: str = ""
    post: str = ""
    icon: str = "arrow-right"
    note: str = ""
    keys: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FindGroup:
    """Answers of one kind under one heading."""

    name: str
    items: Sequence[Find]


@dataclass(frozen=True, slots=True, kw_only=True)
class Finds(Part):
    """All answers of the palette; `q` is what was asked."""

    template: ClassVar[str] = "parts/palette.html"
    groups: Sequence[FindGroup]
    q: str = ""
