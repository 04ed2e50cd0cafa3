"""A start that cannot go on, told in one sentence; carries no code, because a person at a terminal reads it."""


class Refused(Exception):
    """Why opsroom does not start, and what to do about it."""
