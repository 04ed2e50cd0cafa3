"""What an import asks a person, of the file and of many rows at once, and the answers offered; refuses any other."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from opsroom.domains.channels.queries import ImportFacts

Json = dict[str, Any]
ENCODINGS = (
    ("cp1252", "Western (Windows)"),
    ("utf-8", "UTF-8"),
    ("cp1250", "Central European (Windows)"),
    ("cp1251", "Cyrillic (Windows)"),
    ("cp1253", "Greek (Windows)"),
    ("cp1254", "Turkish (Windows)"),
    ("mac-roman", "Western (old Mac)"),
    ("cp850", "Western (DOS)"),
)
DATE_ORDERS = (("dmy", "Day first"), ("mdy", "Month first"))
OFFERED: Mapping[str, frozenset[str]] = {
    "quantity_meaning": frozenset({"available", "on_hand", "not_tracked"}),
    "case_aliases": frozenset({"same", "different"}),
    "guard": frozenset({"yes"}),
    "swapped": frozenset({"swap", "right"}),
    "unbalanced": frozenset({"yes"}),
    "other_bins": frozenset({"empty", "keep"}),
    "history": frozenset({"history", "live"}),
    "encoding": frozenset(code for code, _ in ENCODINGS),
    "date_order": frozenset(code for code, _ in DATE_ORDERS),
}
REREAD = ("quantity_meaning", "encoding", "date_order")  # answers that the reader of the file needs
OF_READER = {"file.encoding": ("encoding", ENCODINGS), "file.date_order": ("date_order", DATE_ORDERS)}
ANSWERED = {
    "encoding": "You said how the file is encoded, and it was read so.",
    "date_order": "You said how the file writes its dates, and it was read so.",
}
# What a row asks, and what confirming it does.
FLAGS = {
    "product.duplicate_sku": (
        "one SKU stands for two variants",
        "Both are taken as one item: the first one's text stays, the other only lists it too.",
    ),
    "product.price_far": (
        "a price is far from the last",
        "The new prices are taken as they stand in the file.",
    ),
    "product.cost_far": ("a cost is far from the last", "The new costs are taken as they stand in the file."),
    "stock.cost_far": ("a cost is far from the last", "The new costs are taken as they stand in the file."),
    "stock.unknown_bin": (
        "a bin does not exist yet",
        "Each of these bins is made, and the goods are counted there.",
    ),
    "stock.twice": (
        "a SKU stands twice in one bin",
        "The rows of one bin are added up, and the sum is counted there.",
    ),
    "stock.lot_twice": (
        "a lot stands twice in one bin",
        "The rows of one lot are added up, and the sum is counted there.",
    ),
    "stock.cost_differs": (
        "a SKU has two unit costs in the file",
        "The last cost that the file tells for a SKU becomes its cost.",
    ),
    "stock.zeroes_allocated": (
        "goods of orders are counted away",
        "The bins count as empty; the orders that were to get these goods become short.",
    ),
    "supplier.renamed": (
        "a code belongs to a supplier of another name here",
        "The suppliers here get the name of the file.",
    ),
    "purchase.unknown_supplier": (
        "a supplier is not known yet",
        "Each of these suppliers is added, with the name that stands in the file.",
    ),
    "purchase.remaining_differs": (
        "what remains does not follow from ordered and received",
        "What the file says remains is still to come; what was received follows from it.",
    ),
    "purchase.more_received": (
        "more was received than ordered",
        "Nothing more is to come of these lines.",
    ),
    "purchase.dates": (
        "a day is far off, or before its order",
        "The days are taken as they stand in the file.",
    ),
    "purchase.cost_far": (
        "a cost is far from the last",
        "The orders keep these costs; the unit costs of the SKUs stay as they are.",
    ),
    "balance.new_account": (
        "an account is not known here",
        "Each of these accounts is opened, with the type that stands in the file.",
    ),
    "balance.owed_differs": (
        "what customers owe is another sum by invoice",
        "The open invoices stand; nothing is booked for the balance of the account.",
    ),
    "receivable.unknown_customer": (
        "a customer is not known here",
        "These invoices are owed, and stand under Money, Owed; they count to nobody's credit limit.",
    ),
    "receivable.number_again": (
        "a number is one that our own row of invoices will give",
        "They are owed under these numbers; an invoice of ours may carry the same one later.",
    ),
    "receivable.more_open": (
        "more is open than the invoice came to",
        "The open amounts are taken as they stand in the file.",
    ),
    "receivable.dates": (
        "a day is far off, or due before it was issued",
        "The days are taken as they stand in the file.",
    ),
    "customer.another": (
        "a number belongs to another name here",
        "The customers here get the name and e-mail address of the file.",
    ),
}


def questions_of(facts: ImportFacts, left: int) -> list[Json]:
    """What is asked about the file as a whole; the reader's own questions too. `left`: rows that still wait."""
    if facts.state not in {"staged", "committed"}:
        return []
    asked: list[Json] = list(facts.effects.get("questions", []))
    asked += [
        _of_reader(*OF_READER[one["code"]], one["sentence"])
        for one in facts.problems
        if one["severity"] == "question" and one["code"] in OF_READER
    ]
    known = {one["code"] for one in asked}
    for code, options in OF_READER.values():
        if code in facts.answers and code not in known:
            asked.append(_of_reader(code, options, ANSWERED[code]))
    found = [one | {"answer": facts.answers.get(one["code"])} for one in asked]
    # What is in was agreed to; only rows that still wait can be asked about.
    return found if facts.state == "staged" or left else [one for one in found if one["answer"]]


def _of_reader(code: str, options: tuple[tuple[str, str], ...], sentence: str) -> Json:
    return {
        "code": code,
        "sentence": sentence,
        "options": [list(option) for option in options],
        "blocking": False,
    }


def flags_of(counts: Mapping[str, int]) -> list[Json]:
    """Questions that many rows ask, with what confirming all of them does."""
    found = []
    for code, rows in counts.items():
        what, does = FLAGS[code]
        if rows > 1:
            found.append({"code": code, "rows": rows, "what": what, "does": does})
    return found
