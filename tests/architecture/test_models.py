"""Proves on the real models and tables what import contracts cannot see; refuses upward keys and loose states."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from django.apps import apps
from django.conf import settings
from django.db import connection, models

from opsroom.kernel.records.constraints import StateCheck, machines
from opsroom.kernel.values.states import prove

# The staircase from bottom to top; domains on one step do not know each other.
STEPS = (
    {"records"},
    {"stock", "money"},
    {"access"},
    {"catalog", "customers", "partners"},
    {"channels"},
    {"orders"},
    {"warehouse", "rules"},
    {"fulfilment", "payments", "purchasing"},
    {"billing"},
    {"finance", "support", "marketing"},
)
LEVEL = {label: level for level, labels in enumerate(STEPS) for label in labels}


def ours() -> Iterator[type[models.Model]]:
    for model in apps.get_models(include_auto_created=True):
        if model.__module__.startswith("opsroom."):
            yield model


def upward_key(model: type[models.Model], field: models.Field) -> str:
    """Why this foreign key does not go down, or an empty string."""
    target = field.related_model
    if target is None or target is model:
        return ""
    source, aim = model._meta.app_label, target._meta.app_label
    name = f"{model._meta.label}.{field.name} -> {target._meta.label}"
    if target._meta.label == settings.AUTH_USER_MODEL:
        return "" if LEVEL[source] >= LEVEL["access"] else f"{name}: below access nobody knows a person"
    if aim not in LEVEL:
        return f"{name}: points out of the house"
    if source != aim and LEVEL[aim] >= LEVEL[source]:
        return f"{name}: points up or sideways"
    return ""


def test_every_foreign_key_goes_down() -> None:
    faults = [
        fault
        for model in ours()
        for field in model._meta.get_fields(include_hidden=True)
        if isinstance(field, models.ForeignKey | models.ManyToManyField)
        and (fault := upward_key(model, field))
    ]
    assert faults == []


def test_an_upward_key_would_be_seen() -> None:
    order, line = apps.get_model("orders.Order"), apps.get_model("orders.OrderLine")
    up = models.ForeignKey(order, models.CASCADE)
    up.name, up.model = "planted", apps.get_model("catalog.Sku")
    up.remote_field.model = order
    assert upward_key(apps.get_model("catalog.Sku"), up).endswith("points up or sideways")
    assert upward_key(line, up) == ""


def test_every_table_begins_with_its_app_label() -> None:
    wrong = [m._meta.db_table for m in ours() if not m._meta.db_table.startswith(f"{m._meta.app_label}_")]
    assert wrong == []
    assert {m._meta.app_label for m in ours()} <= set(LEVEL)
    assert {
        label: apps.get_app_config(label).name.rpartition(".")[2]
        for label in LEVEL
        if label in apps.app_configs
    } == {label: label for label in LEVEL if label in apps.app_configs}


def test_every_state_column_is_ruled_by_a_machine_that_is_sound() -> None:
    ruled = {(model, column) for _, model, column in machines()}
    loose = [
        f"{model._meta.label}.{field.name}"
        for model in ours()
        for field in model._meta.concrete_fields
        if re.fullmatch(r"(\w+_)?(state|status)", field.name)
        and isinstance(field, models.CharField | models.TextField)
        and (model, field.name) not in ruled
        and (model._meta.label, field.name) not in COPIES
    ]
    assert loose == []
    for machine, model, _ in machines():
        prove(machine)
        assert machine.name.partition(".")[0] == model._meta.app_label


# Columns that repeat what another system or an event said: they have no life of their own.
COPIES = {("records.Event", "from_state"), ("records.Event", "to_state"), ("catalog.Product", "status")}


def states_in_check(definition: str) -> set[str]:
    """The literals of a CHECK as PostgreSQL prints it: state = ANY (ARRAY['a'::text, 'b'::text])."""
    return set(re.findall(r"'([^']*)'::", definition))


@pytest.mark.django_db
def test_each_state_column_has_a_check_equal_to_its_machine() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT conname, pg_get_constraintdef(oid) FROM pg_constraint WHERE contype = 'c'")
        checks = dict(cursor.fetchall())
    assert len(machines()) >= 15
    for model in ours():
        for constraint in model._meta.constraints:
            if isinstance(constraint, StateCheck):
                assert constraint.field in checks[constraint.name]
                assert states_in_check(checks[constraint.name]) == constraint.machine.states, constraint.name


def test_a_check_that_differs_would_be_seen() -> None:
    assert states_in_check("CHECK ((state = ANY (ARRAY['open'::text, 'shut'::text])))") == {"open", "shut"}
    assert states_in_check("CHECK ((state = 'open'::text))") == {"open"}


@pytest.mark.django_db
def test_the_tables_are_what_the_models_say() -> None:
    from django.core.management import call_command

    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


@pytest.mark.django_db
def test_Z6_append_only_tables_refuse_change_to_web_worker_and_reader() -> None:
    appended = [m for m in ours() if getattr(m, "append_only", False)]
    assert {"records", "stock", "money"} <= {m._meta.app_label for m in appended}
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user")
        prefix = cursor.fetchone()[0].removesuffix("web")
        for model in appended:
            for role in ("web", "worker", "reader"):
                for right in ("UPDATE", "DELETE", "TRUNCATE"):
                    cursor.execute(
                        "SELECT has_table_privilege(%s, %s, %s)", [prefix + role, model._meta.db_table, right]
                    )
                    assert cursor.fetchone() == (False,), f"{role} may {right} {model._meta.db_table}"
