"""CHECK constraints made from state machines, and the machines in use; refuses a table with other states."""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.db import models

from opsroom.kernel.values.states import Machine, prove


class StateCheck(models.CheckConstraint):
    """A CHECK that a column holds a state of its machine. Migrations see a plain CheckConstraint."""

    def __init__(self, *, machine: Machine, field: str, name: str) -> None:
        self.machine = machine
        self.field = field
        super().__init__(condition=models.Q(**{f"{field}__in": sorted(machine.states)}), name=name)

    def deconstruct(self) -> tuple[str, tuple[Any, ...], dict[str, Any]]:
        return (
            "django.db.models.CheckConstraint",
            (),
            {"condition": self.condition, "name": self.name},
        )

    def clone(self) -> StateCheck:
        return StateCheck(machine=self.machine, field=self.field, name=self.name)


def state_check(machine: Machine, field: str, name: str) -> StateCheck:
    """The CHECK for a state column; put it in Meta.constraints. Declaring it registers the machine."""
    return StateCheck(machine=machine, field=field, name=name)


def machines() -> list[tuple[Machine, type[models.Model], str]]:
    """Every machine in use with its model and state column, by model label then column."""
    found = [
        (one.machine, model, one.field)
        for model in apps.get_models()
        for one in model._meta.constraints
        if isinstance(one, StateCheck)
    ]
    return sorted(found, key=lambda row: (row[1]._meta.label_lower, row[2]))


def prove_machines() -> None:
    """Proves every machine in use (values.states.prove); called once when the apps are ready."""
    for machine, _, _ in machines():
        prove(machine)


def machine_of(model: type[models.Model], field: str) -> Machine | None:
    """The machine that rules this column, None if none does."""
    for one in model._meta.constraints:
        if isinstance(one, StateCheck) and one.field == field:
            return one.machine
    return None
