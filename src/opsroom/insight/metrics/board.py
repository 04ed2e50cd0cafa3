"""Counts beside the places of the navigation; every number here is the number its page shows."""

from __future__ import annotations

from collections.abc import Mapping

from opsroom.kernel.values.actor import Actor


def nav_counts(actor: Actor) -> Mapping[str, int]:
    """Count by place ("orders", "fulfil", "stock", "imports"); a place without a count shows none."""
    return {}
