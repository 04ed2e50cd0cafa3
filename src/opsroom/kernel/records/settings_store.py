"""Typed settings, one frozen dataclass a domain, one row a changed value; refuses what does not fit, with sentences."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Mapping
from typing import Any, TypeVar

from django.db import connection, transaction

from opsroom.kernel.records import events
from opsroom.kernel.records.errors import SettingsRefused
from opsroom.kernel.records.models import Setting
from opsroom.kernel.values.actor import Actor
from opsroom.kernel.values.limits import SETTING_BYTES_MAX
from opsroom.kernel.values.settings_form import bounds_of, domain_of, to_json, usable

T = TypeVar("T")


def read(kind: type[T], company_id: int | None = None) -> T:
    """The settings of a domain for a company (None: the house), defaults where nothing was changed.

    A stored value that fits no more (a choice that was withdrawn) falls back to its default: reading never fails.
    """
    return _of(kind, _stored(kind, company_id))


def parse(kind: type[T], form: Mapping[str, Any], base: T | None = None) -> T:
    """The settings as a person typed them, `form` over `base` or the defaults, unsaved. Raises SettingsRefused."""
    values, problems = usable(kind, form)
    if problems:
        raise SettingsRefused(problems)
    start = base if base is not None else kind()
    try:
        return dataclasses.replace(start, **values)  # type: ignore[type-var]
    except ValueError as problem:  # a rule across fields, in the class's own __post_init__
        raise SettingsRefused({"": str(problem)}) from problem


def write(settings: Any, actor: Actor, company_id: int | None = None) -> list[str]:
    """Saves a settings object; returns the keys that changed, ascending. Only those are written, one event each.

    The event "<domain>.settings.changed" names key, old and new value (not of private settings). The caller has
    checked the actor's right. Raises SettingsRefused.
    """
    kind = type(settings)
    wanted = {one.name: getattr(settings, one.name) for one in dataclasses.fields(settings)}
    _, problems = usable(kind, wanted)
    for name, value in wanted.items():
        if len(json.dumps(to_json(value)).encode()) > SETTING_BYTES_MAX:
            problems[name] = f"{name}: the value is larger than {SETTING_BYTES_MAX} bytes."
    if problems:
        raise SettingsRefused(problems)
    with transaction.atomic():
        before = {one.name: getattr(read(kind, company_id), one.name) for one in dataclasses.fields(settings)}
        stored = _stored(kind, company_id)
        changed = sorted(
            name
            for name, value in wanted.items()
            if value != before[name] or (name in stored and stored[name] != to_json(value))
        )
        for name in changed:
            setting_id = _save(domain_of(kind), company_id, name, to_json(wanted[name]))
            shown = {"from": to_json(before[name]), "to": to_json(wanted[name])}
            events.record(
                f"{domain_of(kind)}.settings.changed",
                "records.setting",
                [setting_id],
                actor,
                data={"key": name, **({} if bounds_of(kind, name).private else shown)},
                company_id=company_id,
            )
    return changed


def _of(kind: type[T], stored: Mapping[str, Any]) -> T:
    names = {one.name for one in dataclasses.fields(kind)}  # type: ignore[arg-type]
    values, _ = usable(kind, {key: value for key, value in stored.items() if key in names})
    try:
        return kind(**values)
    except ValueError:
        return kind()


def _stored(kind: type[Any], company_id: int | None) -> dict[str, Any]:
    rows = Setting.objects.filter(domain=domain_of(kind), company_id=company_id)
    return dict(rows.values_list("key", "value"))


def _save(domain: str, company_id: int | None, key: str, value: Any) -> int:
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO records_setting (company_id, domain, key, value) VALUES (%s, %s, %s, %s::jsonb)"
            " ON CONFLICT (company_id, domain, key) DO UPDATE SET value = EXCLUDED.value,"
            " changed_at = statement_timestamp() RETURNING id",
            [company_id, domain, key, json.dumps(value)],
        )
        setting_id: int = cursor.fetchone()[0]
        return setting_id
