"""The reader of untrusted files is shut in, and its death is a sentence; uploads stay within their quotas."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from opsroom.ports.file_format import ReadContext
from opsroom.workflows.importing import reader_process, reading, uploads
from opsroom.workflows.importing.child import context_to_json
from opsroom.workflows.importing.reader_process import Reader, start_reader
from opsroom.workflows.importing.reading import FileUnreadable
from opsroom.workflows.importing.uploads import NoRoom, UploadTooLarge, keep_upload, path_of

SHUT_IN = "from opsroom.workflows.importing.child import shut_in; shut_in(); "


def run(code: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-I", "-c", SHUT_IN + code], capture_output=True, text=True, check=False
    )


@pytest.mark.parametrize(
    "code",
    [
        "import socket; socket.socket()",
        "import subprocess; subprocess.run(['true'])",
        "import os; os.system('true')",
        "open('/tmp/written-by-a-parser', 'w')",
        "import os; os.fork()",
    ],
)
def test_U3_the_reader_has_no_network_no_programs_and_no_pen(code: str) -> None:
    found = run(code)
    assert found.returncode != 0
    assert "PermissionError: the reader of files may not" in found.stderr


def test_U3_the_reader_may_not_take_all_memory() -> None:
    assert "MemoryError" in run("x = bytearray(2 * 1024**3)").stderr


def test_U3_a_reader_that_dies_is_a_sentence(
    shop: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(reading, "READER_MODULE", "opsroom.no_such_reader")
    file = tmp_path / "a.csv"
    file.write_text("SKU,On hand\nA,1\n")
    with pytest.raises(FileUnreadable) as error:
        shop.open(file.read_bytes(), "a.csv")
    assert error.value.message.startswith("This file could not be read: the reader stopped (")
    assert error.value.message.endswith("Rows read so far are kept, nothing was imported.")


@pytest.fixture
def long_file(tmp_path: Path) -> Path:
    """More rows than fit into a pipe: its reader waits with the rest until somebody listens."""
    file = tmp_path / "stock.csv"
    file.write_text("SKU,On hand\n" + "".join(f"SHELF-{n},{n}\n" for n in range(20_000)))
    return file


CONTEXT = ReadContext(now=datetime(2026, 11, 23, tzinfo=UTC), currency="EUR", file_name="stock.csv")


def start(file: Path) -> Reader:
    request = {"do": "read", "format": "stock", "mapping": None, "context": context_to_json(CONTEXT)}
    with file.open("rb") as opened:
        return start_reader(reading.READER_MODULE, opened.fileno(), request | {"folder": str(file.parent)})


def test_U3_two_readers_at_work_share_no_handle_and_know_no_environment(long_file: Path) -> None:
    readers = [start(long_file), start(long_file)]
    for reader in readers:
        assert b'"SHELF-0"' in reader.answer.readline()
        place = Path(f"/proc/{reader.number}")
        assert sorted(os.listdir(place / "fd")) == ["0", "1", "2", "3"], (
            "the file, two pipes, the answer again"
        )
        assert sorted((place / "environ").read_bytes().split(b"\0")[:-1]) == [b"LANG=C.UTF-8", b"TZ=UTC"]
        assert os.readlink(place / "cwd") == str(long_file.parent)
        limits = (place / "limits").read_text()
        assert [int(line.split()[3]) for line in limits.splitlines() if "address space" in line] == [1024**3]

    readers[0].kill()
    readers[0].wait()
    rest = readers[1].answer.read().splitlines()
    readers[1].wait()

    assert [reader.returncode for reader in readers] == [-9, 0]
    assert rest[-1] == b'{"end": {"next": 20000, "more": false}}'
    readers[0].kill()  # its number may be somebody else's by now


def test_a_clean_process_that_was_killed_is_started_again(long_file: Path) -> None:
    assert reading.look_at(long_file, CONTEXT)["format"] == "stock"
    host = reader_process._hosts[os.getpid(), reading.READER_MODULE]
    os.kill(host.process.pid, signal.SIGKILL)

    assert (
        len([one for one in reading.read_records(long_file, "stock", None, CONTEXT) if "record" in one])
        == 20_000
    )
    assert reader_process._hosts[os.getpid(), reading.READER_MODULE].process.pid != host.process.pid


def test_U2_a_file_over_the_limit_is_not_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(uploads, "UPLOAD_BYTES_MAX", 1024 * 1024)
    with pytest.raises(UploadTooLarge) as refused:
        keep_upload([b"x" * 1024 * 1024, b"y"], owner="u1")
    assert refused.value.message.startswith("The file is larger than 1 MB and was not kept.")
    assert [file for file in uploads.folder().rglob("*") if file.is_file()] == []


def test_U2_a_person_s_quota_holds_over_all_their_files(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(uploads, "UPLOADS_BYTES_PER_PERSON_MAX", 10)
    keep_upload([b"12345678"], owner="u1")
    with pytest.raises(NoRoom):
        keep_upload([b"12345678"], owner="u1")
    assert keep_upload([b"12345678"], owner="u2").size_bytes == 8


def test_X4_a_kept_file_has_our_name_and_no_key_leads_outside() -> None:
    kept = keep_upload([b"1"], owner="u1")
    assert path_of(kept.file_key).read_bytes() == b"1"
    assert oct(os.stat(path_of(kept.file_key)).st_mode & 0o777) == "0o600"
    for key in ("../../etc/passwd", "u1/../../x", "u1/" + "g" * 32):
        with pytest.raises(ValueError, match="not a key of an upload"):
            path_of(key)
