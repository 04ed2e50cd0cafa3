"""Starts the reader of untrusted files and listens to it; refuses to wait for ever: its death is a sentence (U3)."""

from __future__ import annotations

import contextlib
import fcntl
import json
import tempfile
import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import IO, Any

from opsroom.kernel.values.errors import CodedError, Retry
from opsroom.kernel.values.limits import (
    PARSE_CPU_SECONDS_MAX,
    PARSE_MEMORY_BYTES_MAX,
    PARSE_WALL_SECONDS_MAX,
    READER_PIPE_BYTES,
)
from opsroom.ports.file_format import ReadContext
from opsroom.workflows.importing.child import context_to_json
from opsroom.workflows.importing.reader_process import NoReader, Reader, start_reader

Json = dict[str, Any]
# Named as text on purpose: it is another process, and only project knows which connectors there are.
READER_MODULE = "opsroom.project.reader"
SAID_CHARS_MAX = 500


class FileUnreadable(CodedError):
    """The reader stopped on this file. Facts: why, what to do about it."""

    code = "imports.file_unreadable"
    sentence = "This file could not be read: {why} Rows read so far are kept, nothing was imported."
    retry = Retry.AFTER_FIX


def look_at(path: Path, context: ReadContext, format_code: str | None = None) -> Json:
    """Formats by confidence, the chosen one (or None), and its header, sample, mapping and problems."""
    request = {"do": "look", "format": format_code, "context": context_to_json(context)}
    for line in _lines(path, request):
        if "end" in line:
            found: Json = line["end"]
            return found
    raise FileUnreadable(why="the reader gave no answer.")


def read_records(path: Path, format_code: str, mapping: Json | None, context: ReadContext) -> Iterator[Json]:
    """Lines {"record": [...]}, {"file": [problems]}, {"at": bytes read}, in file order, from start_record on.

    A reader whose time runs out says where it stopped, and a fresh one goes on there. Raises FileUnreadable.
    """
    first = context.start_record
    while True:
        at = replace(context, start_record=first)
        request = {"do": "read", "format": format_code, "mapping": mapping, "context": context_to_json(at)}
        for line in _lines(path, request):
            if "end" not in line:
                yield line
                continue
            if not line["end"]["more"]:
                return
            if line["end"]["next"] <= first:
                raise FileUnreadable(why=f"one record takes longer than {PARSE_CPU_SECONDS_MAX} seconds.")
            first = line["end"]["next"]


def _lines(path: Path, request: Json) -> Iterator[Json]:
    with tempfile.TemporaryDirectory(prefix="opsroom-reader-") as empty, path.open("rb") as file:
        try:
            reader = start_reader(READER_MODULE, file.fileno(), request | {"folder": empty})
        except NoReader as error:
            raise FileUnreadable(why=_stopped(str(error))) from error
        late = threading.Timer(PARSE_WALL_SECONDS_MAX, reader.kill)
        late.start()
        ended = False
        try:
            _widen(reader.answer)
            for text in reader.answer:
                if not text.endswith(b"\n"):
                    break  # it was ended in mid-line
                line: Json = json.loads(text)
                if "died" in line:
                    raise FileUnreadable(why=_too_big())
                ended = ended or "end" in line
                yield line
            reader.wait()
            if not ended:
                raise FileUnreadable(why=_why(reader, late.finished.is_set()))
        finally:
            late.cancel()
            reader.kill()
            reader.wait()
            reader.answer.close()
            reader.said.close()


def _widen(pipe: IO[bytes]) -> None:
    """Lets the reader go on while the rows before are stored; a system that allows no wider pipe only takes longer."""
    size = getattr(fcntl, "F_SETPIPE_SZ", None)
    if size is not None:
        with contextlib.suppress(OSError):
            fcntl.fcntl(pipe, size, READER_PIPE_BYTES)


def _why(reader: Reader, was_late: bool) -> str:
    if was_late or reader.returncode in (-9, -24):
        return (
            f"reading took longer than {PARSE_CPU_SECONDS_MAX} seconds. Split the file, or save it again from a "
            "spreadsheet."
        )
    said = reader.said.read().decode("utf-8", "replace")
    if "MemoryError" in said or reader.returncode == -6:
        return _too_big()
    return _stopped(said)


def _stopped(said: str) -> str:
    last = said.strip().splitlines()[-1:] or ["no reason was given"]
    return f"the reader stopped ({last[0][:SAID_CHARS_MAX]}). Save the file again and upload the new one."


def _too_big() -> str:
    return f"one record needs more than {PARSE_MEMORY_BYTES_MAX // 1024**3} GB of memory. Split the file."
