"""Starts the reader of untrusted files with every connector at hand; refuses anything but that one job."""

from __future__ import annotations

from opsroom.project import wiring
from opsroom.workflows.importing import child

if __name__ == "__main__":
    wiring.connect()
    child.main()
