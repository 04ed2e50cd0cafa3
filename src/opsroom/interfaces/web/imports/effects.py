"""Words for what an import would do to stock and money; refuses to add currencies up."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from opsroom.domains.channels.queries import SETS, line_sets
from opsroom.interfaces.web import wording
from opsroom.interfaces.web.parts import Pair
from opsroom.kernel.values.money import to_minor
from opsroom.ports.file_format import RecordKind

Json = dict[str, Any]
MILLIONTHS = Decimal(1_000_000)
OF_ITEMS = frozenset({RecordKind.PRODUCT, RecordKind.LINE})  # other files create no item, so none is counted


def stock_words(effects: Json) -> tuple[str, str]:
    """("+318 units", "€2,904.60 at cost")."""
    stock = effects.get("stock")
    if not stock:
        return "none", ""
    net = stock["units_up"] - stock["units_down"]
    if not stock["units_up"] and not stock["units_down"]:
        return "none", "no unit moves"
    return _units(net), f"{_values(stock, 'up', 'down') or 'cost not known'}"


def _units(change: int) -> str:
    return f"{wording.quantity(change, plus=True)} {'unit' if abs(change) == 1 else 'units'}"


def effect_pairs(effects: Json, lines: str, *, kind: RecordKind) -> list[Pair]:
    """The lines of the effect card. `lines`: the address of the lines of a history; `kind`: what the file holds."""
    items = Pair(key="Items created", value=f"{effects.get('items_created', 0):,}")
    if "history" in effects:
        return [*_history_pairs(effects["history"], lines), items]
    pairs = [items] if kind in OF_ITEMS else []
    pairs += [
        *_stock_pairs(effects.get("stock", {}), effects),
        *_change_pairs(effects),
        *_money_pairs(effects),
    ]
    return pairs or [
        Pair(key="Items, stock, prices", value="stay as they are" if effects else "not read yet")
    ]


def _stock_pairs(stock: Json, effects: Json) -> list[Pair]:
    pairs = []
    if stock.get("rows_up"):
        value = _units(stock["units_up"])
        pairs.append(
            Pair(
                key=f"Stock up, {wording.counted(stock['rows_up'], 'row')}",
                value=value,
                note=_values(stock, "up"),
            )
        )
    if stock.get("rows_down"):
        value = _units(-stock["units_down"])
        pairs.append(
            Pair(
                key=f"Stock down, {wording.counted(stock['rows_down'], 'row')}",
                value=value,
                note=_values(stock, "down"),
            )
        )
    if stock.get("rows_up") or stock.get("rows_down"):
        words, value = stock_words(effects)
        pairs.append(Pair(key="Stock, net", value=words, note=value, total=True))
    return pairs


def _change_pairs(effects: Json) -> list[Pair]:
    named = (
        ("bins_new", "Bins made"),
        ("pieces_to_come", "Pieces on their way"),
        ("price_changes", "Prices changed"),
        ("cost_changes", "Costs changed"),
        ("terms_changes", "Terms or limits changed"),
    )
    return [Pair(key=name, value=f"{effects[key]:,}") for key, name in named if effects.get(key)]


def _money_pairs(effects: Json) -> list[Pair]:
    pairs = []
    for currency, minor in sorted(effects.get("owed", {}).items()):
        pairs.append(Pair(key="Still owed by customers", value=wording.money(minor, currency)))
    money = effects.get("money", {})
    for currency, minor in sorted(money.get("new", {}).items()):
        pairs.append(
            Pair(
                key="New orders",
                value=wording.money(minor, currency),
                note=wording.counted(effects["order_units"], "unit"),
            )
        )
    for currency, minor in sorted(money.get("changed", {}).items()):
        pairs.append(Pair(key="Changed orders, difference", value=wording.money(minor, currency)))
    return pairs


def _history_pairs(history: Json, lines: str) -> list[Pair]:
    """What the lines of an old history are, each kind by its rule; together they are all lines of the file."""
    pairs = [
        Pair(
            key=one["title"],
            value=wording.counted(one["lines"], "line"),
            note=wording.counted(one["pieces"], "piece"),
            href=f"{lines}?which={one['code']}",
        )
        for one in history["rules"]
    ]
    value = f"value {wording.quantity(Decimal(history['value']))}"
    pairs.append(
        Pair(
            key="All lines", value=f"{history['lines']:,}", note=value, href=f"{lines}?which=all", total=True
        )
    )
    pairs += [
        Pair(key=title, value=wording.counted(many, "line"), href=f"{lines}?which={code}")
        for code, title, many in line_sets(history)
        if code in SETS and code != "all"
    ]
    pairs.append(Pair(key="Closed orders", value=f"{history['documents']['orders']:,}"))
    return pairs


def _values(stock: Json, *ways: str) -> str:
    """The value of what moves, at cost, one amount a currency."""
    sums: dict[str, int] = {}
    for way in ways:
        sign = -1 if way == "down" else 1
        for currency, value in stock[f"value_{way}"].items():
            sums[currency] = sums.get(currency, 0) + sign * value
    words = [
        wording.money(to_minor(Decimal(value) / MILLIONTHS, currency), currency)
        for currency, value in sorted(sums.items())
        if value
    ]
    return f"{', '.join(words)} at cost" if words else ""
