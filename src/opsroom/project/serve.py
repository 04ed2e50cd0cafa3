"""The web server process: granian before the ASGI application; HTTP/1 only, with a limit on slow headers."""

from __future__ import annotations

import os
import signal
from typing import Any

from granian import Granian
from granian.constants import HTTPModes, Interfaces
from granian.http import HTTP1Settings

from opsroom.kernel.values import limits
from opsroom.project.children import is_child, live_with, live_with_parent
from opsroom.project.exposure import exposure

PROCESSES = "OPSROOM_WEB_PROCESSES"


def serve() -> None:
    """Serves until SIGTERM; open streams end, running requests may finish within WEB_STOP_SECONDS."""
    reach = exposure()
    if is_child():
        live_with_parent()
    os.environ["OPSROOM_DB_ROLE"] = "web"
    # Until the application is loaded there is nothing to finish, so a SIGTERM ends the process that loads it at once:
    # the handler that comes with the fork would swallow it.
    os.register_at_fork(after_in_child=lambda: signal.signal(signal.SIGTERM, signal.SIG_DFL))
    Granian(
        "opsroom.project.asgi:application",
        address=reach.bind,
        port=reach.port,
        interface=Interfaces.ASGI,
        http=HTTPModes.http1,
        websockets=False,
        workers=int(os.environ.get(PROCESSES, "1")),
        backpressure=limits.WEB_REQUESTS_AT_ONCE_COUNT,
        http1_settings=HTTP1Settings(header_read_timeout=limits.HEADER_READ_SECONDS * 1000),
        workers_kill_timeout=limits.WEB_STOP_SECONDS,
        respawn_failed_workers=False,  # `opsroom run` starts the whole again, with back-off
        ssl_cert=reach.certificate,
        ssl_key=reach.key,
        log_enabled=True,
        log_access=False,
    ).serve(target_loader=load, wrap_loader=False)


def load() -> Any:
    """The application, in the process that answers requests; that one ends with the server it came from."""
    live_with(os.getppid())
    from opsroom.project.asgi import application  # lazy: heavy

    return application


if __name__ == "__main__":
    serve()
