"""Proves that every state column in the database knows exactly its machine's states; refuses a drifted CHECK."""

from __future__ import annotations

import re

import pytest
from django.db import connection
from django.db.migrations.writer import MigrationWriter

from opsroom.kernel.records.constraints import machine_of, machines, prove_machines, state_check
from opsroom.kernel.records.models import Job
from opsroom.kernel.records.states import JOB
from opsroom.kernel.values.states import Machine, MachineUnsound, step


def test_every_machine_in_use_is_proven_at_start() -> None:
    prove_machines()
    assert {("records.claim", "records.Claim", "state"), ("records.job", "records.Job", "state")} <= {
        (machine.name, model._meta.label, field) for machine, model, field in machines()
    }


def test_an_unsound_machine_stops_the_start(monkeypatch: pytest.MonkeyPatch) -> None:
    unsound = Machine("records.job", ["a"], [], {"go": step("a", "b")})
    broken = [*Job._meta.constraints, state_check(unsound, "state", "never")]
    monkeypatch.setattr(Job._meta, "constraints", broken)
    with pytest.raises(MachineUnsound, match="no way out of b"):
        prove_machines()


@pytest.mark.django_db
def test_each_check_in_the_database_equals_its_machine() -> None:
    for machine, model, field in machines():
        name = next(one.name for one in model._meta.constraints if getattr(one, "field", None) == field)
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT pg_get_constraintdef(oid) FROM pg_constraint WHERE conname = %s AND conrelid = %s::regclass",
                [name, model._meta.db_table],
            )
            row = cursor.fetchone()
        assert row is not None, f"{model._meta.label}: {name} is missing in the database"
        assert set(re.findall(r"'([a-z_]+)'", row[0])) == machine.states, model._meta.label


def test_a_migration_sees_a_plain_check() -> None:
    check = state_check(JOB, "state", "records_job_state_known")
    text, _ = MigrationWriter.serialize(check)
    assert text.startswith("models.CheckConstraint(")
    assert check == check.clone()
    assert check.clone().machine is JOB


def test_a_column_without_machine_has_none() -> None:
    assert machine_of(Job, "state") == JOB
    assert machine_of(Job, "kind") is None
