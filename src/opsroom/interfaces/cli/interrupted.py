"""What a command says that was asked to stop; loads nothing heavy, since the stop may come while that loads."""

from __future__ import annotations

from opsroom.kernel.values.errors import CodedError, Retry


class Interrupted(CodedError):
    """Ctrl-C, SIGTERM or the end of the terminal."""

    code = "terminal.interrupted"
    sentence = "Stopped before the end. Nothing is half done; run the same command again to go on."
    retry = Retry.LATER
