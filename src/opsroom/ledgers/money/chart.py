"""Opens accounts in the money book: the standard ones by themselves, own ones on request; refuses to change a kind."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction

from opsroom.ledgers.book.statements import rows
from opsroom.ledgers.core import accounts
from opsroom.ledgers.money.errors import UnknownAccount

_OPEN = """
INSERT INTO money_account (company_id, code, kind)
SELECT %s::bigint, code, kind FROM unnest(%s::text[], %s::text[]) AS t(code, kind) ORDER BY code
ON CONFLICT (company_id, code) DO NOTHING
"""
FIND = "SELECT code, id FROM money_account WHERE company_id = %s::bigint AND code = ANY(%s::text[])"
_KINDS = "SELECT code, kind FROM money_account WHERE company_id = %s::bigint AND code = ANY(%s::text[])"
_KIND = "SELECT kind FROM money_account WHERE company_id = %s::bigint AND code = %s::text"


def ensure_chart(company_id: int) -> dict[str, int]:
    """{code: account id} of the standard accounts; those with a qualifier are opened at their first posting."""
    return account_ids(company_id, accounts.STANDARD)


@transaction.atomic
def account_ids(company_id: int, codes: Iterable[str]) -> dict[str, int]:
    """{code: account id}; a code of the standard chart is opened when missing, any other raises UnknownAccount."""
    wanted = sorted(set(codes))
    found: dict[str, int] = dict(rows(FIND, [company_id, wanted]))
    missing = [code for code in wanted if code not in found]
    if not missing:
        return found
    rows(_OPEN, [company_id, missing, [_standard_kind(code) for code in missing]])
    return dict(rows(FIND, [company_id, wanted]))


def kinds(company_id: int, codes: Iterable[str]) -> dict[str, str]:
    """{code: kind} of those of these accounts that are open."""
    return dict(rows(_KINDS, [company_id, sorted(set(codes))]))


@transaction.atomic
def open_account(company_id: int, code: str, kind: str) -> int:
    """The id of an account of the company's own; raises ValueError for an unknown kind or one that stands otherwise."""
    if kind not in accounts.KINDS:
        raise ValueError(f"{kind!r} is not a kind of account; known are {', '.join(sorted(accounts.KINDS))}")
    rows(_OPEN, [company_id, [code], [kind]])
    ((standing,),) = rows(_KIND, [company_id, code])
    if standing != kind:
        raise ValueError(f"account {code!r} stands as {standing} and cannot become {kind}")
    ((_, account_id),) = rows(FIND, [company_id, [code]])
    return int(account_id)


def _standard_kind(code: str) -> str:
    try:
        return accounts.kind_of(code)
    except ValueError as fault:
        raise UnknownAccount(account=code) from fault
