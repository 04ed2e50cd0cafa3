"""Proves settings: defaults until changed, one row and one event a change, nothing saved when one field is wrong."""

from __future__ import annotations

import pickle
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import ClassVar

import pytest

from opsroom.kernel.records import events, settings_store
from opsroom.kernel.records.errors import SettingsRefused
from opsroom.kernel.records.models import Setting
from opsroom.kernel.values.actor import Actor
from opsroom.kernel.values.limits import SETTING_BYTES_MAX
from opsroom.kernel.values.settings_form import setting

ANN = Actor(7, "person", frozenset({"manager"}), frozenset({1}), None, "web")


@dataclass(frozen=True)
class Rules:
    DOMAIN: ClassVar[str] = "samples"

    days: int = setting(2, label="Handling days", minimum=0, maximum=30)
    buffer: Decimal = Decimal("0.1")
    token: str = setting("", private=True)
    first: int = 1
    last: int = 9

    def __post_init__(self) -> None:
        if self.first > self.last:
            raise ValueError("The first number is after the last.")


@pytest.mark.django_db
def test_what_was_never_changed_is_the_default() -> None:
    assert settings_store.read(Rules, 1) == Rules()
    assert settings_store.write(Rules(), ANN, 1) == []
    assert Setting.objects.filter(domain="samples").count() == 0


@pytest.mark.django_db
def test_a_change_is_one_row_and_one_event_and_only_its_companys() -> None:
    before = events.latest_id()
    changed = replace(Rules(), days=5, buffer=Decimal("0.25"))
    assert settings_store.write(changed, ANN, 1) == ["buffer", "days"]
    assert settings_store.read(Rules, 1) == changed
    assert settings_store.read(Rules, 2) == settings_store.read(Rules) == Rules()
    rows = events.since(before, [1])
    assert [(one.kind, one.subject_kind, one.data) for one in rows] == [
        ("samples.settings.changed", "records.setting", {"key": "buffer", "from": "0.1", "to": "0.25"}),
        ("samples.settings.changed", "records.setting", {"key": "days", "from": 2, "to": 5}),
    ]
    assert settings_store.write(changed, ANN, 1) == []
    assert settings_store.write(Rules(), ANN, 1) == ["buffer", "days"]
    assert settings_store.read(Rules, 1) == Rules()


@pytest.mark.django_db
def test_the_house_has_one_row_a_setting_too() -> None:
    settings_store.write(replace(Rules(), days=5), ANN)
    settings_store.write(replace(Rules(), days=6), ANN)
    assert Setting.objects.filter(domain="samples", company_id=None).count() == 1
    assert settings_store.read(Rules).days == 6


@pytest.mark.django_db
def test_a_private_value_stays_out_of_the_events() -> None:
    before = events.latest_id()
    settings_store.write(replace(Rules(), token="s3cret"), ANN, 1)
    (one,) = events.since(before, [1])
    assert one.data == {"key": "token"}


@pytest.mark.django_db
def test_one_wrong_field_saves_nothing() -> None:
    with pytest.raises(SettingsRefused) as caught:
        settings_store.write(replace(Rules(), days=99, first=2), ANN, 1)
    assert caught.value.problems == {"days": "Handling days: 99 is too large. The most is 30."}
    assert caught.value.message == "Handling days: 99 is too large. The most is 30. Nothing was saved."
    with pytest.raises(SettingsRefused, match="larger than 262144 bytes"):
        settings_store.write(replace(Rules(), token="x" * SETTING_BYTES_MAX), ANN, 1)
    assert settings_store.read(Rules, 1) == Rules()


def test_a_refusal_crosses_process_borders() -> None:
    refused = SettingsRefused({"days": "Handling days: too many."})
    again = pickle.loads(pickle.dumps(refused))  # noqa: S301 - our own bytes
    assert (again.problems, again.message) == (refused.problems, refused.message)


def test_a_form_is_read_over_what_stands() -> None:
    base = replace(Rules(), first=3)
    assert settings_store.parse(Rules, {"days": "7"}, base) == replace(base, days=7)
    assert settings_store.parse(Rules, {"days": "7"}) == replace(Rules(), days=7)
    with pytest.raises(SettingsRefused) as caught:
        settings_store.parse(Rules, {"days": "many", "last": "x"})
    assert set(caught.value.problems) == {"days", "last"}
    with pytest.raises(SettingsRefused, match="The first number is after the last"):
        settings_store.parse(Rules, {"first": "10"})


@pytest.mark.django_db
def test_a_stored_value_that_fits_no_more_falls_back_to_its_default() -> None:
    Setting.objects.create(company_id=1, domain="samples", key="days", value="many")
    Setting.objects.create(company_id=1, domain="samples", key="withdrawn", value=1)
    Setting.objects.create(company_id=1, domain="samples", key="buffer", value="0.5")
    assert settings_store.read(Rules, 1) == replace(Rules(), buffer=Decimal("0.5"))
    assert settings_store.write(settings_store.read(Rules, 1), ANN, 1) == ["days"]
    Setting.objects.create(company_id=2, domain="samples", key="first", value=10)
    assert settings_store.read(Rules, 2) == Rules()
