"""The past tense of a verb, so that an event is named by what happened; refuses nothing, knows the shop's verbs."""

from __future__ import annotations

_IRREGULAR = {
    "begin": "begun",
    "bring": "brought",
    "buy": "bought",
    "do": "done",
    "find": "found",
    "give": "given",
    "hold": "held",
    "keep": "kept",
    "lay": "laid",
    "leave": "left",
    "lose": "lost",
    "make": "made",
    "pay": "paid",
    "put": "put",
    "read": "read",
    "send": "sent",
    "set": "set",
    "split": "split",
    "take": "taken",
    "undo": "undone",
    "write": "written",
}
_DOUBLED = frozenset(
    {
        "cancel",
        "commit",
        "drop",
        "label",
        "map",
        "omit",
        "plan",
        "scan",
        "ship",
        "skip",
        "stop",
        "submit",
        "tag",
        "wrap",
    }
)
_VOWELS = "aeiou"


def past(verb: str) -> str:
    """The past participle: "release" -> "released", "ship" -> "shipped", "mark_short" -> "marked_short"."""
    head, *rest = verb.split("_")
    return "_".join([_past_of(head), *rest])


def _past_of(verb: str) -> str:
    if verb in _IRREGULAR:
        return _IRREGULAR[verb]
    if verb in _DOUBLED:
        return verb + verb[-1] + "ed"
    if verb.endswith("e"):
        return verb + "d"
    if len(verb) > 1 and verb.endswith("y") and verb[-2] not in _VOWELS:
        return verb[:-1] + "ied"
    return verb + "ed"
