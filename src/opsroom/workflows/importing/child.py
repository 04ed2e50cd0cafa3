"""The reader of untrusted files, in a process of its own; refuses network, other programs and writing (U3).

Its input is the file itself as standard input; its answer is one JSON value a line on standard output. It knows no
database and no secret, so a parser that a hostile file took over finds nothing.
"""

from __future__ import annotations

import ctypes
import json
import os
import resource
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import asdict, replace
from datetime import datetime
from typing import Any, BinaryIO, TextIO

from opsroom.kernel.values.limits import (
    FILE_HEAD_BYTES,
    PARSE_CPU_SECONDS_MAX,
    PARSE_MEMORY_BYTES_MAX,
    PARSE_YIELD_CPU_SECONDS,
    PARSE_YIELD_WALL_SECONDS,
)
from opsroom.ports import registry
from opsroom.ports.as_json import problem_to_json, to_json
from opsroom.ports.file_format import (
    ColumnMapping,
    FileFormat,
    LineFormat,
    ReadContext,
    RecordKind,
    StagedRecord,
)
from opsroom.ports.incoming import QuantityMeaning
from opsroom.ports.incoming_line import LineBatch

Json = dict[str, Any]
CLONE_NEWUSER, CLONE_NEWNET = 0x10000000, 0x40000000
PROGRESS_EVERY_RECORDS = 500
REFUSED_EVENTS = (
    "socket.",
    "subprocess.",
    "os.exec",
    "os.fork",
    "os.posix_spawn",
    "os.system",
    "os.kill",
    "ctypes.",
)


def main(request: Json) -> None:
    """Reads what is asked for. When it returns, the last line is {"end": ...} or {"died": ...}."""
    # The answer goes out on the true standard output; a stray print of a parser must not mix into it.
    out = os.fdopen(os.dup(1), "w", encoding="utf-8", newline="\n", buffering=1024 * 1024)
    os.dup2(2, 1)
    shut_in()
    work: dict[str, Callable[[Json, BinaryIO, TextIO], None]] = {"look": look, "read": read}
    try:
        work[request["do"]](request, os.fdopen(0, "rb", closefd=False), out)
    except MemoryError:
        say(out, {"died": "memory"})
    out.flush()


def shut_in() -> None:
    """Takes away what a reader of files does not need: memory, time, network, programs, writing."""
    for flags in (CLONE_NEWNET, CLONE_NEWUSER | CLONE_NEWNET):  # an empty network where the system allows it
        if ctypes.CDLL(None, use_errno=True).unshare(flags) == 0:
            break
    resource.setrlimit(resource.RLIMIT_AS, (PARSE_MEMORY_BYTES_MAX, PARSE_MEMORY_BYTES_MAX))
    resource.setrlimit(resource.RLIMIT_CPU, (PARSE_CPU_SECONDS_MAX, PARSE_CPU_SECONDS_MAX + 1))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    sys.addaudithook(_refuse)


def _refuse(event: str, arguments: tuple[Any, ...]) -> None:
    """The second lock where the system gives no first one: it cannot be taken off again."""
    if event.startswith(REFUSED_EVENTS):
        raise PermissionError(f"the reader of files may not do {event}")
    if (
        event == "open"
        and len(arguments) > 1
        and isinstance(arguments[1], str)
        and set(arguments[1]) & set("wax+")
    ):
        raise PermissionError("the reader of files may not write")


def look(request: Json, stream: BinaryIO, out: TextIO) -> None:
    """Which formats fit the file, and what the chosen one sees in it."""
    head = stream.read(FILE_HEAD_BYTES)
    judged: list[Json] = []
    for file_format in registry.all_formats():
        found = file_format.recognise(request["context"]["file_name"], head)
        judged.append(
            {"code": file_format.code, "confidence": found.confidence, "reasons": list(found.reasons)}
        )
    judged.sort(key=lambda one: -float(one["confidence"]))
    chosen = request["format"] or (judged[0]["code"] if judged and judged[0]["confidence"] > 0 else None)
    answer: Json = {"formats": judged, "format": chosen}
    if chosen:
        stream.seek(0)
        facts = registry.format_by_code(chosen).inspect(stream, context_of(request["context"]))
        answer |= {
            "header": list(facts.header),
            "sample": [list(row) for row in facts.sample],
            "mapping": mapping_to_json(facts.mapping),
            "problems": [problem_to_json(problem) for problem in facts.problems],
        }
    say(out, {"end": answer})


def _time_to_yield(began: float) -> bool:
    """Whether a fresh reader should go on: this one nears a limit that would end it in mid-line."""
    if time.process_time() > PARSE_YIELD_CPU_SECONDS:
        return True
    return time.monotonic() - began > PARSE_YIELD_WALL_SECONDS


def read(request: Json, stream: BinaryIO, out: TextIO) -> None:
    """Every record from `start_record` on; stops by itself before its time is up and says where to go on."""
    file_format = registry.format_by_code(request["format"])
    context = context_of(request["context"])
    mapping = mapping_from_json(request["mapping"]) if request["mapping"] else None
    began = time.monotonic()
    following = context.start_record
    found: Iterator[LineBatch | StagedRecord] = (
        file_format.read_lines(stream, mapping, context)
        if isinstance(file_format, LineFormat)
        else file_format.read(stream, mapping, context)
    )
    for record in found:
        if isinstance(record, LineBatch):
            say(out, {"lines": record.rows})
            say(out, {"at": os.lseek(0, 0, os.SEEK_CUR)})
            following = record.following
            if _time_to_yield(began):
                say(out, {"end": {"next": following, "more": True}})
                return
            continue
        if record.kind is RecordKind.FILE:
            say(out, {"file": [problem_to_json(problem) for problem in record.problems]})
            continue
        say(out, {"record": _columns(record)})
        following = record.number + 1
        if following % PROGRESS_EVERY_RECORDS == 0:
            say(out, {"at": os.lseek(0, 0, os.SEEK_CUR)})
            if _time_to_yield(began):
                say(out, {"end": {"next": following, "more": True}})
                return
    say(out, {"end": {"next": following, "more": False}})


def _columns(record: StagedRecord) -> list[Any]:
    return [
        record.number,
        record.first_row,
        list(record.row_numbers),
        record.kind.value,
        record.natural_key,
        record.raw,
        None if record.value is None else to_json(record.value),
        [problem_to_json(problem) for problem in record.problems],
    ]


def say(out: TextIO, value: Json) -> None:
    """One line. NUL and half surrogates, which no database column takes, become the replacement character."""
    text = json.dumps(value, ensure_ascii=False)
    if "\\u0000" in text:
        text = json.dumps(_clean(value), ensure_ascii=False)
    out.write(text.encode("utf-8", "replace").decode("utf-8"))
    out.write("\n")


def _clean(value: Any) -> Any:
    if isinstance(value, str):
        return value.replace("\0", "\ufffd")
    if isinstance(value, list):
        return [_clean(one) for one in value]
    if isinstance(value, dict):
        return {_clean(key): _clean(one) for key, one in value.items()}
    return value


def context_of(found: Json) -> ReadContext:
    """The context as sent by the parent."""
    meaning = found.get("quantity_meaning")
    return ReadContext(
        **{
            **found,
            "now": datetime.fromisoformat(found["now"]),
            "quantity_meaning": QuantityMeaning(meaning) if meaning else None,
        }
    )


def context_to_json(context: ReadContext) -> Json:
    """The context as the child takes it."""
    return asdict(replace(context, now=context.now)) | {"now": context.now.isoformat()}


def mapping_to_json(mapping: ColumnMapping) -> Json:
    """A mapping as stored with its import."""
    return {
        "columns": dict(mapping.columns),
        "unmapped": list(mapping.unmapped),
        "missing": list(mapping.missing),
        "reasons": dict(mapping.reasons),
        "comma_decimal": mapping.comma_decimal,
        "date_order": mapping.date_order,
        "words": {name: dict(words) for name, words in mapping.words.items()},
    }


def mapping_from_json(found: Json) -> ColumnMapping:
    """The mapping stored so."""
    return ColumnMapping(
        columns=dict(found["columns"]),
        unmapped=tuple(found.get("unmapped", ())),
        missing=tuple(found.get("missing", ())),
        reasons=dict(found.get("reasons", {})),
        comma_decimal=bool(found.get("comma_decimal", False)),
        date_order=found.get("date_order"),
        words={name: dict(words) for name, words in found.get("words", {}).items()},
    )


def format_of(code: str) -> FileFormat:
    """The format of this code; KeyError when no connector reads it."""
    return registry.format_by_code(code)
