"""The clean process that has all readers loaded and forks one for each file; it opens no file itself (U3).

Loading Python and the readers takes longer than most files do. Each reader begins as this process was before its first
file, so that nothing goes from one file to the next, and shuts itself in before it looks at its own.
"""

from __future__ import annotations

import gc
import json
import os
import resource
import signal
import socket
import sys
import traceback
from typing import Any

from opsroom.workflows.importing import child

# What comes with each request: the line to whoever asked, the file, the answer's pipe, the pipe for what goes wrong.
HANDLES_COUNT = 4


def serve_files() -> None:
    """Forks until whoever started this process is gone. Standard input is the line on which requests come."""
    requests = socket.socket(fileno=os.dup(0))
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # nobody waits for a keeper
    gc.collect()
    gc.freeze()
    while True:
        _, handles, _, _ = socket.recv_fds(requests, 1, HANDLES_COUNT)
        if len(handles) != HANDLES_COUNT:
            return
        if os.fork() == 0:
            try:
                requests.close()
                _keep(*handles)
            finally:  # whatever happens, this is not a second clean process
                os._exit(0)
        for handle in handles:
            os.close(handle)


def _keep(line: int, file: int, answer: int, said: int) -> None:
    """Starts the reader, tells its number and its end. Its number stays its own until whoever asked lets go of it."""
    asked = socket.socket(fileno=line)
    request: dict[str, Any] = json.loads(asked.makefile().readline())
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    reader = os.fork()
    if reader == 0:
        _read(request, file, answer, said)
    for handle in (0, file, answer, said):
        os.close(handle)
    asked.sendall(f"{reader}\n".encode())
    ended = os.waitid(os.P_PID, reader, os.WEXITED | os.WNOWAIT)
    if ended is not None:
        code = ended.si_status if ended.si_code == os.CLD_EXITED else -ended.si_status
        asked.sendall(f"{code}\n".encode())
    asked.recv(1)
    os.waitpid(reader, 0)


def _read(request: dict[str, Any], file: int, answer: int, said: int) -> None:
    """In the reader: the three standard handles and no other, then its one job; never returns."""
    code = 1
    try:
        for place, handle in enumerate((file, answer, said)):
            os.dup2(handle, place)
        os.closerange(3, resource.getrlimit(resource.RLIMIT_NOFILE)[0])
        os.chdir(request["folder"])
        child.main(request)
        code = 0
    except BaseException:
        traceback.print_exc()
    finally:
        sys.stderr.flush()
        os._exit(code)
