"""Reads text and bytes through a format as a file would be read; refuses to touch the disk."""

from __future__ import annotations

import io
from collections.abc import Callable

import pytest
from tests.connectors.shared_data import CONTEXT

from opsroom.ports.file_format import FileFormat, ReadContext, StagedRecord

Read = Callable[..., list[StagedRecord]]


@pytest.fixture
def read() -> Read:
    """read(file_format, text_or_bytes, context=CONTEXT) -> records."""

    def reading(
        file_format: FileFormat, content: str | bytes, context: ReadContext = CONTEXT
    ) -> list[StagedRecord]:
        body = content.encode() if isinstance(content, str) else content
        return list(file_format.read(io.BytesIO(body), None, context))

    return reading


@pytest.fixture
def sentences() -> Callable[[list[StagedRecord]], list[str]]:
    """Every sentence of every record, in order."""
    return lambda records: [problem.sentence for record in records for problem in record.problems]
