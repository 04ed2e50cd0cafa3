"""Finds the real files that the connector tests read; skips with one sentence where they are absent."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from pathlib import Path

import pytest

from opsroom.ports.file_format import FileFormat, ReadContext, StagedRecord

ROOT = Path(__file__).resolve().parents[2]
NOW = datetime(2026, 11, 24, 12, 19, tzinfo=UTC)
CONTEXT = ReadContext(now=NOW, currency="EUR", time_zone="Europe/Berlin")


def shared(*parts: str) -> Path:
    """The path within the shared data; skips the test when it is not there."""
    folder = Path(os.environ.get("OPSROOM_SHARED_DATA") or ROOT.parent / "shared" / "data")
    found = folder.joinpath(*parts)
    if not found.exists():
        pytest.skip(f"The shared data has no {'/'.join(parts)}; set OPSROOM_SHARED_DATA to its folder.")
    return found


def read_path(file_format: FileFormat, path: Path, context: ReadContext = CONTEXT) -> list[StagedRecord]:
    """Every record of a file."""
    with path.open("rb") as stream:
        return list(file_format.read(stream, None, context))
