"""Decides whether an actor may use a verb, see a field or stay within a limit; refuses by default, in words."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Collection, Mapping
from itertools import pairwise

from opsroom.domains.access.errors import (
    CommentEmpty,
    CommentTooLong,
    NeedsApproval,
    NoteTooLong,
    NotForYourself,
    NotFound,
    Refused,
    UnknownVerb,
)
from opsroom.domains.access.matrix import (
    FIELDS,
    LIMITS,
    MATRIX,
    ROLE_WORDS,
    ROLES,
    SYSTEM_ACTORS,
    SYSTEM_ROLE,
)
from opsroom.kernel.values.actor import Actor, program
from opsroom.kernel.values.card_numbers import mask_cards
from opsroom.kernel.values.limits import COMMENT_CHARS_MAX, PIN_DIGITS_MAX, PIN_DIGITS_MIN
from opsroom.kernel.values.printable import many_lines

# A PIN opens what these roles may do and nothing else.
PIN_ROLES = frozenset({"warehouse"})
# A shorter word hides nobody.
NAME_CHARS_MIN = 3
# A telephone number has so many digits at least, and is known by so many of its last ones: people leave out the rest.
PHONE_DIGITS_MIN, PHONE_DIGITS_TOLD = 5, 7
HIDDEN = "•••"
_PHONE = re.compile(r"\+?[0-9\s()./-]+")
_GAP = r"[\s()./-]{0,3}"
_PIN = re.compile(rf"[0-9]{{{PIN_DIGITS_MIN},{PIN_DIGITS_MAX}}}")


def require(
    actor: Actor,
    verb: str,
    *,
    company_id: int | None = None,
    site_id: int | None = None,
    asked: int | None = None,
    used_today: int = 0,
    approved: bool = False,
) -> None:
    """Lets the actor pass or raises.

    `company_id`, `site_id`: what the verb touches; a foreign one raises NotFound, so that it looks like a missing
    row. Verbs whose cell is `L` need `asked` (units or rows of this call; matrix.LIMITS says of what) and
    `used_today` (already used by this person on this day); beyond the limit NeedsApproval is raised, unless
    `approved` says that the caller has spent an approval for exactly this.
    """
    if verb not in MATRIX:
        raise UnknownVerb(verb=verb)
    if company_id is not None and not actor.sees_company(company_id):
        raise NotFound(verb=verb, way=actor.way, who=who_may(verb))
    if SYSTEM_ROLE in actor.roles:
        if verb in actor.verbs:
            return
        raise Refused(verb=verb, way=actor.way, who=who_may(verb))
    cells = _cells(actor, verb)
    if not cells:
        raise Refused(verb=verb, way=actor.way, who=who_may(verb))
    if site_id is not None and not actor.sees_site(site_id):
        raise NotFound(verb=verb, way=actor.way, who=who_may(verb))
    if not any(
        _passes(actor, verb, role, cell, site_id, asked, used_today, approved) for role, cell in cells
    ):
        _refuse_beyond(actor, verb, cells, asked, used_today)


def may(actor: Actor, verb: str, *, company_id: int | None = None, site_id: int | None = None) -> bool:
    """Whether a page should offer the verb at all. It decides nothing: the action asks `require` again."""
    try:
        require(actor, verb, company_id=company_id, site_id=site_id, asked=1)
    except Refused:
        return False
    return True


def may_see(actor: Actor, field: str) -> bool:
    """Whether fields of this kind (cost, margin, people, address, parcel_address, invoice_party) are shown."""
    return SYSTEM_ROLE in actor.roles or not FIELDS.get(field, frozenset()).isdisjoint(actor.roles)


def who_may(verb: str) -> str:
    """The roles that may, in words, for the sentence of a refusal."""
    words = [ROLE_WORDS[role] for role in ROLES if MATRIX.get(verb, {}).get(role, "-") != "-"]
    if not words:
        return "nobody"
    return words[0] if len(words) == 1 else ", ".join(words[:-1]) + " or " + words[-1]


def refuse_self(actor: Actor, user_id: int) -> None:
    """Rights and switching off are for others, never for oneself."""
    if actor.user_id is not None and actor.user_id == user_id:
        raise NotForYourself()


def system_actor(name: str, *, company_ids: frozenset[int] = frozenset(), way: str = "job") -> Actor:
    """The named actor of the program, for these companies only, with the verbs the matrix gives it."""
    return program(name, company_ids=company_ids, verbs=SYSTEM_ACTORS[name], way=way)


def fits_as_pin(pin: str) -> bool:
    """Digits enough, neither all the same nor counting up or down."""
    if not _PIN.fullmatch(pin):
        return False
    steps = {int(later) - int(earlier) for earlier, later in pairwise(pin)}
    return steps not in ({0}, {1}, {-1})


def comment_text(text: str) -> str:
    """What is stored of a comment: control characters out, card numbers masked (Y2). Raises where nothing is left."""
    said = mask_cards(many_lines(text).strip())
    if not said:
        raise CommentEmpty()
    if len(said) > COMMENT_CHARS_MAX:
        raise CommentTooLong(found=len(said), most=COMMENT_CHARS_MAX)
    return said


def note_words(text: str) -> str:
    """What is stored of a note to the next shift; it may be empty, the numbers speak for themselves."""
    said = mask_cards(many_lines(text).strip())
    if len(said) > COMMENT_CHARS_MAX:
        raise NoteTooLong(found=len(said), most=COMMENT_CHARS_MAX)
    return said


def labels(people: Mapping[int, str]) -> dict[int, str]:
    """Person id -> the name after the @. Where two are called the same, their number is part of it."""
    times = Counter(name.casefold() for name in people.values())
    return {pk: name if times[name.casefold()] == 1 else f"{name} {pk}" for pk, name in people.items()}


def mentioned(text: str, people: Mapping[int, str]) -> list[int]:
    """Ids of whom the text calls, each once, in its order. `people`: id -> label; the longest label that fits wins.

    An @ inside a word, as in an e-mail address, calls nobody; whatever else follows an @ is plain text.
    """
    by_label = {label.casefold(): pk for pk, label in people.items() if label}
    if not by_label:
        return []
    longest_first = sorted(by_label, key=len, reverse=True)
    pattern = re.compile(rf"(?<![\w.@-])@({'|'.join(map(re.escape, longest_first))})(?!\w)")
    return list(dict.fromkeys(by_label[found] for found in pattern.findall(text.casefold())))


def shared(text: str, people: Mapping[int, str]) -> list[str]:
    """Names that several people have and that the text calls without saying whom. `people`: id -> name, no labels."""
    told = {name.casefold() for name in labels(people).values()}
    several = {name.casefold(): name for name in people.values() if name and name.casefold() not in told}
    if not several:
        return []
    longest_first = sorted(told | several.keys(), key=len, reverse=True)
    pattern = re.compile(rf"(?<![\w.@-])@({'|'.join(map(re.escape, longest_first))})(?!\w)")
    return [several[found] for found in dict.fromkeys(pattern.findall(text.casefold())) if found in several]


def without(text: str, names: Collection[str]) -> str:
    """The text with what somebody is called put out of sight: each word of a name, whole e-mails and telephones."""
    words = {word for name in names for word in (name, *name.split()) if len(word) >= NAME_CHARS_MIN}
    if not words:
        return text
    phones = [_phone_pattern(digits) for digits in map(phone_digits, names) if digits]
    longest_first = [*phones, *map(re.escape, sorted(words, key=len, reverse=True))]
    return re.sub(rf"(?<!\w)(?:{'|'.join(longest_first)})(?!\w)", HIDDEN, text, flags=re.IGNORECASE)


def names_one(text: str, names: Collection[str]) -> bool:
    """Whether one of the names stands in the text: whole words, any capitals and blanks, telephones by their digits."""
    return any(re.search(_name_pattern(name), text, re.IGNORECASE) for name in names if name.strip())


def phone_digits(word: str) -> str:
    """The digits of a telephone number without the zeros in front; "" for what is no telephone number."""
    if not _PHONE.fullmatch(word.strip()):
        return ""
    digits = re.sub(r"[^0-9]", "", word.replace("(0)", "")).lstrip("0")
    return digits if len(digits) >= PHONE_DIGITS_MIN else ""


def _name_pattern(name: str) -> str:
    digits = phone_digits(name)
    if digits:
        return rf"(?<!\w){_phone_pattern(digits)}(?!\w)"
    words = r"\s+".join(map(re.escape, name.split()))
    if "@" in name:  # a longer address that ends or begins like this one is another's
        return rf"(?<![\w+])(?<!\w[.-]){words}(?![.-]?\w)"
    return rf"(?<!\w){words}(?!\w)"


def _phone_pattern(digits: str) -> str:
    """With or without its country, its area or the zero before that, in any blanks."""
    known = ""
    for digit in digits[:-PHONE_DIGITS_TOLD]:
        known = rf"(?:{known}{digit}{_GAP}(?:\(0\))?{_GAP})?"
    country = rf"(?:(?:\+|00)[0-9]{{1,3}}{_GAP}(?:\(0\))?{_GAP})?"
    return rf"{country}(?:\+|00?)?{_GAP}{known}{_GAP.join(digits[-PHONE_DIGITS_TOLD:])}"


def device_hash(device_token: str) -> str:
    """What is stored of a device's token: enough to know it again, nothing to pretend to be it."""
    return hashlib.sha256(device_token.encode("utf-8", "surrogatepass")).hexdigest()


def _cells(actor: Actor, verb: str) -> list[tuple[str, str]]:
    row = MATRIX[verb]
    return [(role, row[role]) for role in sorted(actor.roles) if row.get(role, "-") != "-"]


def _passes(
    actor: Actor,
    verb: str,
    role: str,
    cell: str,
    site_id: int | None,
    asked: int | None,
    used_today: int,
    approved: bool,
) -> bool:
    # A person of one site who names no site may look (the query narrows the rows), but may not write everywhere.
    if cell.endswith("s") and cell[0] != "r" and actor.site_ids is not None and site_id is None:
        return False
    if cell[0] in "yr":
        return True
    if cell[0] == "L":
        return approved or (asked is not None and asked + used_today <= LIMITS[verb, role])
    return approved


def _refuse_beyond(
    actor: Actor, verb: str, cells: list[tuple[str, str]], asked: int | None, used_today: int
) -> None:
    limited = [role for role, cell in cells if cell[0] in "La"]
    if not limited:
        raise Refused(verb=verb, way=actor.way, who=who_may(verb))
    limit = max(LIMITS.get((verb, role), 0) for role in limited)
    raise NeedsApproval(
        verb=verb,
        way=actor.way,
        who=who_may("access.decide_approval"),
        limit=limit,
        asked="nothing named" if asked is None else asked,
        used=used_today,
    )
