"""Seals small secrets for storing (AES-256-GCM); refuses a sealed text that was moved, changed or is of another key."""

from __future__ import annotations

import base64
import binascii
import os
from collections.abc import Callable

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

from opsroom.kernel.records.errors import SealBroken

_VERSION = "v1"
_NONCE_BYTES = 12


def seal(text: str, place: str) -> str:
    """The text sealed for one place ("mfa_authenticator|secret"): opened anywhere else it is refused."""
    nonce = os.urandom(_NONCE_BYTES)
    sealed = AESGCM(_key()).encrypt(nonce, text.encode(), f"{place}|{_VERSION}".encode())
    return f"{_VERSION}:{base64.urlsafe_b64encode(nonce + sealed).decode('ascii')}"


def unseal(sealed: str, place: str) -> str:
    """The text; raises SealBroken."""
    version, _, body = sealed.partition(":")
    try:
        raw = base64.urlsafe_b64decode(body.encode("ascii"))
        if version != _VERSION or len(raw) <= _NONCE_BYTES:
            raise SealBroken(place=place)
        return (
            AESGCM(_key())
            .decrypt(raw[:_NONCE_BYTES], raw[_NONCE_BYTES:], f"{place}|{version}".encode())
            .decode()
        )
    except (InvalidTag, binascii.Error, UnicodeError) as broken:
        raise SealBroken(place=place) from broken


def _key() -> bytes:
    # The key lives in a file outside the database; the settings say how to read it, making it on first use.
    read: Callable[[], str] = settings.VAULT_KEY
    return base64.urlsafe_b64decode(read() + "=")
