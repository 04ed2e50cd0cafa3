"""Proves reading of typed settings from forms and JSON: exact round trips, one sentence for each wrong field."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time
from decimal import Decimal
from enum import Enum
from typing import ClassVar, Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from opsroom.kernel.values.settings_form import domain_of, setting, to_json, usable


class Profile(Enum):
    PAPER = "paper"
    FULL = "full"


@dataclass(frozen=True)
class Sample:
    DOMAIN: ClassVar[str] = "samples"

    active: bool = True
    days: int = setting(2, label="Handling days", minimum=0, maximum=30)
    rate: Decimal = Decimal("0.19")
    prefix: str = setting("INV-", chars_max=8, pattern=r"[A-Z-]*")
    since: date = date(2026, 1, 1)
    cut_off: time = time(15)
    mode: Literal["line", "document"] = "document"
    profile: Profile = Profile.PAPER
    tags: tuple[str, ...] = ()
    weekdays: frozenset[int] = frozenset({0, 1})
    note: str | None = setting(None, chars_max=5)


def test_a_form_is_read_into_types() -> None:
    values, problems = usable(
        Sample,
        {
            "active": "off", "days": " 5 ", "rate": "0.07", "prefix": "RE-", "since": "2026-11-24", "cut_off": "16:30",
            "mode": "line", "profile": "full", "tags": "a, b,", "weekdays": "4,5", "note": "",
        },
    )  # fmt: skip
    assert problems == {}
    assert values == {
        "active": False, "days": 5, "rate": Decimal("0.07"), "prefix": "RE-", "since": date(2026, 11, 24),
        "cut_off": time(16, 30), "mode": "line", "profile": Profile.FULL, "tags": ("a", "b"),
        "weekdays": frozenset({4, 5}), "note": None,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("name", "found", "says"),
    [
        ("active", "perhaps", "Active: 'perhaps' is neither yes nor no."),
        ("days", "2.5", "Handling days: '2.5' is not a whole number."),
        ("days", True, "Handling days: True is not a whole number."),
        ("days", 31, "Handling days: 31 is too large. The most is 30."),
        ("days", "-1", "Handling days: -1 is too small. The least is 0."),
        ("rate", "a lot", "Rate: 'a lot' is not a number. Write it with a point, such as 2.5."),
        ("rate", "NaN", "Rate: 'NaN' is not a number. Write it with a point, such as 2.5."),
        ("rate", 1.5, "Rate: 1.5 is not a number. Write it with a point, such as 2.5."),
        ("prefix", "INVOICES-", "Prefix: it has 9 characters. Shorten it to 8."),
        ("prefix", "re", "Prefix: 're' does not have the expected form."),
        ("prefix", 7, "Prefix: 7 is not text."),
        ("since", "24.11.2026", "Since: '24.11.2026' is not a day. Write it as 2026-11-24."),
        ("cut_off", "noon", "Cut off: 'noon' is not a time. Write it as 15:00."),
        ("mode", "global", "Mode: 'global' is not one of the choices. Use line, document."),
        ("profile", "x", "Profile: 'x' is not one of the choices. Use paper, full."),
        ("weekdays", 5, "Weekdays: 5 is not a list. Separate the entries by commas."),
        ("note", "too long", "Note: it has 8 characters. Shorten it to 5."),
        ("dayz", 5, "There is no setting 'dayz'."),
    ],
)
def test_each_wrong_field_gets_its_sentence(name: str, found: object, says: str) -> None:
    values, problems = usable(Sample, {name: found})
    assert values == {}
    assert problems == {name: says}


def test_what_is_typed_already_stays_as_it_is() -> None:
    typed = {
        "since": date(2026, 11, 24),
        "cut_off": time(9),
        "profile": Profile.FULL,
        "active": True,
        "days": 3,
    }
    assert usable(Sample, typed) == (typed, {})


@given(
    st.builds(
        Sample,
        active=st.booleans(),
        days=st.integers(0, 30),
        rate=st.decimals(-100, 100, places=6),
        since=st.dates(),
        cut_off=st.times(),
        mode=st.sampled_from(["line", "document"]),
        profile=st.sampled_from(Profile),
        tags=st.lists(st.text("abc", min_size=1)).map(tuple),
        weekdays=st.frozensets(st.integers(0, 6)),
        note=st.none() | st.text("ab", min_size=1, max_size=5),
    )
)
def test_what_is_stored_is_read_back_exactly(given_settings: Sample) -> None:
    fields = {
        name: to_json(getattr(given_settings, name))
        for name in Sample.__dataclass_fields__
        if name != "DOMAIN"
    }
    values, problems = usable(Sample, fields)
    assert problems == {}
    assert Sample(**values) == given_settings


def test_a_settings_class_knows_its_domain() -> None:
    assert domain_of(Sample) == "samples"
    homed = type("Homed", (), {"__module__": "opsroom.domains.orders.settings"})
    assert domain_of(homed) == "orders"
    with pytest.raises(TypeError, match="lives in no domain"):
        domain_of(type("Homeless", (), {}))


def test_a_type_that_cannot_be_stored_is_a_programmers_mistake() -> None:
    @dataclass(frozen=True)
    class Wrong:
        ratio: float = 1.0

    with pytest.raises(TypeError, match="cannot be of type"):
        usable(Wrong, {"ratio": 1})
