"""Rules a password has to pass besides length and the list of common ones: not over-long, not one thing repeated."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from opsroom.kernel.values.limits import PASSWORD_CHARS_MAX

_DIFFERENT_MIN = 5
_ROWS = ("1234567890", "0123456789", "abcdefghijklmnopqrstuvwxyz", "qwertyuiopasdfghjklzxcvbnm")
_RUNS = tuple(row * 13 for row in (*_ROWS, *(row[::-1] for row in _ROWS)))


class NotTooLong:
    """At most 128 characters, so that nobody makes the server hash a book."""

    def validate(self, password: str, user: Any = None) -> None:
        """Raises ValidationError."""
        if len(password) > PASSWORD_CHARS_MAX:
            raise ValidationError(_("The password is longer than %d characters.") % PASSWORD_CHARS_MAX)

    def get_help_text(self) -> str:
        """The rule in words."""
        return _("At most %d characters.") % PASSWORD_CHARS_MAX


class NotRepeated:
    """Fifteen times the same, a word twice, or the row of the keyboard is long, but no password."""

    def validate(self, password: str, user: Any = None) -> None:
        """Raises ValidationError."""
        plain = password.lower()
        repeats = (plain + plain).find(plain, 1) < len(plain)
        if repeats or len(set(plain)) < _DIFFERENT_MIN or any(plain in run for run in _RUNS):
            raise ValidationError(
                _("The password is a repetition or a row of keys. Use four ordinary words.")
            )

    def get_help_text(self) -> str:
        """The rule in words."""
        return _("No repetition and no row of keys.")
