"""Rows of one key brought together though other rows stand between them; refuses to hold more than its bound."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator

from opsroom.kernel.values import limits
from opsroom.ports.reading.tables import TitledRow

KeyOf = Callable[[TitledRow], str]


def group_rows(
    rows: Iterable[TitledRow], key_of: KeyOf, keys_only: Iterable[TitledRow]
) -> Iterator[tuple[str, list[TitledRow]]]:
    """Groups in the order in which their last row stands. `keys_only`: the same rows, walked first.

    A row without a key continues the group before it. Only keys that come back later are held in memory; beyond
    HELD_ROWS_COUNT_MAX such rows, groups are given out as they stand and their key repeats.
    """
    runs_left = _later_runs(keys_only, key_of)
    held: dict[str, list[TitledRow]] = {}
    held_rows = 0
    for key, run in _runs(rows, key_of):
        last = runs_left[hash(key)] <= 0
        runs_left[hash(key)] -= 1
        waiting = held.get(key)
        if waiting is None and last:
            yield key, run
            continue
        group = (waiting or []) + run
        held_rows += len(run)
        if last or held_rows > limits.HELD_ROWS_COUNT_MAX:
            held.pop(key, None)
            held_rows -= len(group)
            yield key, group
        else:
            held[key] = group
    yield from held.items()


def _later_runs(rows: Iterable[TitledRow], key_of: KeyOf) -> Counter[int]:
    """How often each key begins again after its first run. Hashes: two keys of one hash only wait longer."""
    seen: set[int] = set()
    again: Counter[int] = Counter()
    before: str | None = None
    for row in rows:
        key = key_of(row) or before or ""
        if key != before:
            mark = hash(key)
            if mark in seen:
                again[mark] += 1
            seen.add(mark)
        before = key
    return again


def _runs(rows: Iterable[TitledRow], key_of: KeyOf) -> Iterator[tuple[str, list[TitledRow]]]:
    before: str | None = None
    run: list[TitledRow] = []
    for row in rows:
        key = key_of(row) or before or ""
        if run and key != before:
            yield before or "", run
            run = []
        run.append(row)
        before = key
    if run:
        yield before or "", run
