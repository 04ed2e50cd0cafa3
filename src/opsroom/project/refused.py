"""Refused: a start that cannot go on, told in one sentence; carries no code, because a person at a terminal reads it."""


class Refused(Exception):  # noqa: N818 - it is an answer, not a fault
    """Why opsroom does not start, and what to do about it."""
