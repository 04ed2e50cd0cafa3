"""What the verbs about people share: adding, roles, ending sessions; refuses to lose the last administrator."""

from __future__ import annotations

from collections.abc import Collection

from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils import timezone

from opsroom.domains.access import events
from opsroom.domains.access.errors import BadValue, EmailTaken, LastAdministrator, NotFound
from opsroom.domains.access.matrix import ROLES
from opsroom.domains.access.models import RoleGrant, User
from opsroom.domains.access.rules import who_may
from opsroom.kernel.records import events as records
from opsroom.kernel.values.actor import Actor
from opsroom.kernel.values.limits import EMAIL_CHARS_MAX, PERSON_NAME_CHARS_MAX
from opsroom.kernel.values.printable import one_line


def add_person(actor: Actor, email: str, name: str, company_id: int) -> int:
    """Inserts the person without a password, and the event; raises EmailTaken, BadValue."""
    address, plain = checked_email(email), checked_name(name)
    user = User(email=address, name=plain)
    user.set_unusable_password()
    # One statement decides between two who invite the same person at once.
    User.objects.bulk_create([user], ignore_conflicts=True)
    user_id = User.objects.filter(email=address, password=user.password).values_list("id", flat=True).first()
    if user_id is None:
        raise EmailTaken()
    records.record(events.INVITED, events.USER, [user_id], actor, company_id=company_id)
    return user_id


def checked_email(email: str) -> str:
    """The address in lower case; raises BadValue."""
    address = email.strip().lower()
    try:
        validate_email(address)
    except ValidationError as wrong:
        raise BadValue(
            field="The e-mail address", found=email[:80], usual="Type one such as maya@example.com."
        ) from wrong
    if len(address) > EMAIL_CHARS_MAX:
        raise BadValue(
            field="The e-mail address",
            found=f"{email[:80]}…",
            usual=f"Use at most {EMAIL_CHARS_MAX} characters.",
        )
    return address


def checked_name(name: str) -> str:
    """The name on one line; raises BadValue."""
    plain = one_line(name).strip()
    if len(plain) > PERSON_NAME_CHARS_MAX:
        raise BadValue(
            field="The name", found=f"{plain[:40]}…", usual=f"Use at most {PERSON_NAME_CHARS_MAX} characters."
        )
    return plain


def checked_roles(roles: Collection[str]) -> frozenset[str]:
    """The roles as a set; raises BadValue for none and for unknown ones."""
    wanted = frozenset(roles)
    if not wanted:
        raise BadValue(
            field="The role", found="", usual="Choose at least one role, or switch the account off."
        )
    if unknown := wanted - frozenset(ROLES):
        raise BadValue(field="The role", found=min(unknown), usual=f"Choose from {', '.join(ROLES)}.")
    return wanted


def write_roles(
    actor: Actor, company_id: int, user_id: int, roles: frozenset[str], site_ids: Collection[int] | None
) -> None:
    """Replaces the person's grants in this company by roles times sites, and writes the event."""
    if site_ids is not None and not site_ids:
        raise BadValue(field="The sites", found="none", usual="Choose at least one site, or all of them.")
    sites: list[int | None] = [None] if site_ids is None else [*sorted(set(site_ids))]
    RoleGrant.objects.filter(user_id=user_id, company_id=company_id).delete()
    RoleGrant.objects.bulk_create(
        RoleGrant(
            user_id=user_id, company_id=company_id, role=role, site_id=site, granted_by_id=actor.user_id
        )
        for role in sorted(roles)
        for site in sites
    )
    records.record(
        events.ROLES_SET,
        events.USER,
        [user_id],
        actor,
        data={"roles": sorted(roles), "sites": "all" if site_ids is None else sites},
        company_id=company_id,
    )


def member(actor: Actor, company_id: int, user_id: int) -> User:
    """The person, locked, if they have a role in this company; anybody else is as good as missing."""
    found = (
        User.objects.select_for_update(no_key=True, of=("self",))
        .filter(pk=user_id, pk__in=RoleGrant.objects.filter(company_id=company_id).values("user_id"))
        .first()
    )
    if found is None:
        raise NotFound(verb="access.users", way=actor.way, who=who_may("access.users"))
    return found


def keep_an_administrator(company_id: int, leaving_user_id: int) -> None:
    """Raises LastAdministrator when nobody else could let people in. Locks the grants, so that two cannot both go."""
    left = RoleGrant.objects.select_for_update(no_key=True, of=("self",)).filter(
        company_id=company_id, role="admin", user__is_active=True
    )
    admins = {grant.user_id for grant in left.order_by("id")}
    if leaving_user_id in admins and admins == {leaving_user_id}:
        raise LastAdministrator()


def end_all_sessions(user_id: int, *, keep_session: str = "") -> None:
    """Ends every session of the person in this transaction, but for the one whose key is given.

    Twice over: the moment is part of each session's own seal, and the rows go, which is what open streams look at.
    """
    User.objects.filter(pk=user_id).update(sessions_since=timezone.now())
    keys = UserSession.objects.filter(user_id=user_id).exclude(session_key=keep_session)
    Session.objects.filter(session_key__in=keys.values("session_key")).delete()
    keys.delete()
