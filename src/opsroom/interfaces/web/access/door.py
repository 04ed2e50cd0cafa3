"""The named program that writes what happens at the door: nobody is signed in yet when it does."""

from __future__ import annotations

from opsroom.domains.access.rules import system_actor
from opsroom.kernel.values.actor import Actor


def door() -> Actor:
    """system.sign_in, coming by the web."""
    return system_actor("system.sign_in", way="web")
