"""Loads the readers of untrusted files with every connector and forks one a file; refuses anything but that one job."""

from __future__ import annotations

from opsroom.project import wiring
from opsroom.workflows.importing import reader_host

if __name__ == "__main__":
    wiring.connect()
    reader_host.serve_files()
