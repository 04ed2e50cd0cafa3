"""State machines as data; refuses a machine with a dead end, an unreachable state or a step out of a final state."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass


class MachineUnsound(Exception):
    """A machine that cannot be trusted; a programmer's mistake, found at start-up."""


@dataclass(frozen=True, slots=True)
class Step:
    """One verb: from any of the sources to the target."""

    sources: frozenset[str]
    target: str


def step(sources: Iterable[str] | str, target: str) -> Step:
    """A step; a single source may be given as plain text."""
    return Step(frozenset({sources} if isinstance(sources, str) else sources), target)


@dataclass(frozen=True, slots=True)
class Machine:
    """A transition table.

    name: "<app label>.<what>", e.g. "orders.order".
    initial: states in which a row may be born; final: states nothing leaves; steps: verb -> Step.
    """

    name: str
    initial: frozenset[str]
    final: frozenset[str]
    steps: Mapping[str, Step]

    def __init__(
        self, name: str, initial: Iterable[str], final: Iterable[str], steps: Mapping[str, Step]
    ) -> None:
        object.__setattr__(self, "name", name)
        object.__setattr__(self, "initial", frozenset(initial))
        object.__setattr__(self, "final", frozenset(final))
        object.__setattr__(self, "steps", dict(steps))

    @property
    def states(self) -> frozenset[str]:
        """Every state the machine knows; a table's CHECK must list exactly these."""
        found = set(self.initial | self.final)
        for one in self.steps.values():
            found |= one.sources | {one.target}
        return frozenset(found)

    def can(self, state: str, verb: str) -> bool:
        """Whether the verb is open in this state; an unknown verb is a programmer's mistake (KeyError)."""
        return state in self.steps[verb].sources

    def open_verbs(self, state: str) -> tuple[str, ...]:
        """Verbs open in this state, in the table's order: what a page may offer."""
        return tuple(verb for verb, one in self.steps.items() if state in one.sources)

    def __hash__(self) -> int:
        return hash(self.name)


def prove(machine: Machine) -> None:
    """Raises MachineUnsound unless every state is reachable and every non-final state leads to a final one.

    A machine without final states (an account that may be switched on and off for ever) only needs ways out.
    """
    if "." not in machine.name:
        raise MachineUnsound(f"{machine.name}: a machine's name is '<app label>.<what>'")
    if not machine.initial:
        raise MachineUnsound(f"{machine.name}: no initial state")
    for verb, one in machine.steps.items():
        if not one.sources:
            raise MachineUnsound(f"{machine.name}: {verb} starts nowhere")
        if left := one.sources & machine.final:
            raise MachineUnsound(f"{machine.name}: {verb} leaves the final state {min(left)}")
    if unreached := machine.states - _reached(machine.initial, machine.steps.values()):
        raise MachineUnsound(f"{machine.name}: no way into {', '.join(sorted(unreached))}")
    leaving = {source for one in machine.steps.values() for source in one.sources}
    if stuck := machine.states - machine.final - leaving:
        raise MachineUnsound(f"{machine.name}: no way out of {', '.join(sorted(stuck))}")
    if machine.final and (endless := machine.states - _leads_to(machine.final, machine.steps.values())):
        raise MachineUnsound(f"{machine.name}: never ends from {', '.join(sorted(endless))}")


def _reached(start: Iterable[str], steps: Iterable[Step]) -> set[str]:
    """States reachable from the start."""
    found, all_steps, grown = set(start), list(steps), True
    while grown:
        new = {one.target for one in all_steps if one.sources & found} - found
        found |= new
        grown = bool(new)
    return found


def _leads_to(goal: Iterable[str], steps: Iterable[Step]) -> set[str]:
    """States from which the goal can be reached."""
    found, all_steps, grown = set(goal), list(steps), True
    while grown:
        new = {source for one in all_steps if one.target in found for source in one.sources} - found
        found |= new
        grown = bool(new)
    return found
