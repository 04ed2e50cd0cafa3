"""Keeps second-factor secrets sealed in the database; refuses to store one in clear."""

from __future__ import annotations

from io import BytesIO
from typing import Final

import segno
from allauth.mfa.adapter import DefaultMFAAdapter

from opsroom.kernel.records.vault import seal, unseal

# allauth does not say whose secret it is, so the seal binds to table and column, not to the row.
PLACE: Final = "mfa_authenticator|data"
ISSUER: Final = "Opsroom"


class MfaAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    """Seeds and recovery codes pass through here on their way in and out of the database."""

    def encrypt(self, text: str) -> str:
        """Sealed with the key file of the data folder."""
        return seal(text, PLACE)

    def decrypt(self, encrypted_text: str) -> str:
        """Raises SealBroken when the key is another one."""
        return unseal(encrypted_text, PLACE)

    def build_totp_svg(self, url: str) -> str:
        """Black on white in every theme: on a dark page phones would not find the code."""
        out = BytesIO()
        segno.make(url, error="m").save(out, kind="svg", scale=4, dark="#000", light="#fff", xmldecl=False)
        return out.getvalue().decode()

    def get_totp_issuer(self) -> str:
        """What the authenticator app shows above the code."""
        return ISSUER
