"""At-most-once rights to outside effects: claim, call, resolve; refuses one key for two requests and late answers."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import connection

from opsroom.kernel.records.errors import ClaimDiffers, ClaimLost
from opsroom.kernel.records.models import Claim as ClaimTable
from opsroom.kernel.records.states import CLAIM
from opsroom.kernel.values.limits import CLAIM_KEY_CHARS_MAX, CLAIM_STALE_SECONDS


@dataclass(frozen=True, slots=True)
class Claim:
    """A claim as held. `fresh` True: the caller, and only the caller, may cause the effect now.

    state: claimed (someone is calling), done (see `answer`), failed (known not to have happened), unknown (ask
    the other side, never call again). `attempt` counts the tries after known failures.
    """

    key: str
    state: str
    answer: Any
    attempt: int
    fresh: bool


def claim(key: str, request: Mapping[str, Any]) -> Claim:
    """Claims the effect named by `key` for this request (any JSON; only its hash is kept).

    Fresh for the first caller, and again after a known failure. Anybody else gets the claim as it stands. Commit before
    calling the other side: an uncommitted claim protects nothing. Raises ClaimDiffers when the key was used for another
    request.
    """
    if not 1 <= len(key) <= CLAIM_KEY_CHARS_MAX:
        raise ValueError(f"a claim's key has 1 to {CLAIM_KEY_CHARS_MAX} characters")
    hashed = request_hash(request)
    again = CLAIM.steps["claim_again"]
    with connection.cursor() as cursor:
        # Waits for a rival that has inserted the same key and not yet committed, then sees its row.
        cursor.execute(
            "INSERT INTO records_claim AS held (key, request_hash) VALUES (%s, %s)"
            " ON CONFLICT (key) DO UPDATE SET state = %s, attempt = held.attempt + 1, answer = NULL,"
            " claimed_at = statement_timestamp(), settled_at = NULL"
            " WHERE held.state = ANY(%s::text[]) AND held.request_hash = EXCLUDED.request_hash RETURNING attempt",
            [key, hashed, again.target, list(again.sources)],
        )
        taken = cursor.fetchone()
    if taken is not None:
        return Claim(key=key, state=again.target, answer=None, attempt=taken[0], fresh=True)
    held = ClaimTable.objects.get(key=key)
    if held.request_hash != hashed:
        raise ClaimDiffers(key=key)
    return Claim(key=key, state=held.state, answer=held.answer, attempt=held.attempt, fresh=False)


def resolve(claim: Claim, answer: Any) -> Claim:
    """The effect happened; keeps the other side's answer (JSON, no secrets, no personal data). Raises ClaimLost."""
    return _settle(claim, "resolve", answer)


def fail(claim: Claim, answer: Any = None) -> Claim:
    """The other side said that it did not happen, so it may be claimed again. Raises ClaimLost."""
    return _settle(claim, "fail", answer)


def unknown(claim: Claim, answer: Any = None) -> Claim:
    """No answer came (time-out, broken line): it may have happened. Ask, never call again. Raises ClaimLost."""
    return _settle(claim, "lose_track", answer)


def look_up(key: str) -> Claim | None:
    """The claim as it stands, None if nobody claimed it; never fresh."""
    held = ClaimTable.objects.filter(key=key).first()
    if held is None:
        return None
    return Claim(key=key, state=held.state, answer=held.answer, attempt=held.attempt, fresh=False)


def abandoned_to_unknown(stale_seconds: int = CLAIM_STALE_SECONDS) -> list[str]:
    """Marks claims whose caller vanished between call and answer as unknown; returns their keys.

    A caller that is only slow may still settle it: unknown leads to done and to failed.
    """
    step = CLAIM.steps["lose_track"]
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE records_claim SET state = %s WHERE id IN"
            " (SELECT id FROM records_claim WHERE state = ANY(%s::text[])"
            " AND claimed_at < statement_timestamp() - make_interval(secs => %s::int)"
            " ORDER BY id FOR NO KEY UPDATE SKIP LOCKED) RETURNING key",
            [step.target, list(step.sources), stale_seconds],
        )
        return sorted(row[0] for row in cursor.fetchall())


def request_hash(request: Mapping[str, Any]) -> str:
    """SHA-256 of the request, the same for the same content in any key order."""
    text = json.dumps(request, sort_keys=True, separators=(",", ":"), ensure_ascii=False, default=str)
    return hashlib.sha256(text.encode()).hexdigest()


def _settle(held: Claim, verb: str, answer: Any) -> Claim:
    step = CLAIM.steps[verb]
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE records_claim SET state = %s, answer = %s::jsonb, settled_at = statement_timestamp()"
            " WHERE key = %s AND attempt = %s AND state = ANY(%s::text[])",
            [step.target, json.dumps(answer, default=str), held.key, held.attempt, list(step.sources)],
        )
        if cursor.rowcount != 1:
            now = look_up(held.key)
            raise ClaimLost(key=held.key, state=now.state if now else "gone")
    return Claim(key=held.key, state=step.target, answer=answer, attempt=held.attempt, fresh=False)
