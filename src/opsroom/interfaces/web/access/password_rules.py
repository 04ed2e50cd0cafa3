"""Rules a password has to pass besides length and the list of common ones: not over-long, not one thing repeated."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from opsroom.kernel.values.limits import PASSWORD_CHARS_MAX

_DIFFERENT_MIN = 5


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
    """Fifteen times the same letter is long, but no password."""

    def validate(self, password: str, user: Any = None) -> None:
        """Raises ValidationError."""
        if len(set(password)) < _DIFFERENT_MIN:
            raise ValidationError(_("The password repeats the same few characters. Use four ordinary words."))

    def get_help_text(self) -> str:
        """The rule in words."""
        return _("At least %d different characters.") % _DIFFERENT_MIN
