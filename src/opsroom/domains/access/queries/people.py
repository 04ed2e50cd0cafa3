"""Who works here and as what; shown to administrators, names alone to colleagues."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from opsroom.domains.access.errors import NotFound
from opsroom.domains.access.models import RoleGrant, User
from opsroom.domains.access.rules import require, who_may
from opsroom.kernel.values.actor import Actor


@dataclass(frozen=True, slots=True)
class PersonFacts:
    """One person with their roles in the actor's company; `site_ids` None means every site."""

    id: int
    email: str
    name: str
    is_active: bool
    last_login: datetime | None
    roles: tuple[str, ...]
    site_ids: tuple[int, ...] | None


def people(actor: Actor) -> list[PersonFacts]:
    """Everybody with a role in the actor's companies, by name. Verb: access.users."""
    require(actor, "access.users")
    return _people(actor, None)


def person(actor: Actor, user_id: int) -> PersonFacts:
    """One person of the actor's companies; any other raises NotFound. Verb: access.users."""
    require(actor, "access.users")
    found = _people(actor, user_id)
    if not found:
        raise NotFound(verb="access.users", way=actor.way, who=who_may("access.users"))
    return found[0]


def colleagues(actor: Actor) -> dict[int, str]:
    """Names by id of everybody active with a role in the actor's companies, by name. Verb: access.tasks."""
    require(actor, "access.tasks", site_id=min(actor.site_ids or (), default=None))
    rows = User.objects.filter(grants__company_id__in=actor.company_ids, is_active=True).distinct()
    named = {
        pk: name or email.partition("@")[0] for pk, name, email in rows.values_list("id", "name", "email")
    }
    return dict(sorted(named.items(), key=lambda pair: (pair[1].casefold(), pair[0])))


def roles_of(actor: Actor, user_ids: Iterable[int]) -> dict[int, tuple[str, ...]]:
    """What colleagues do here, by id, to tell two of one name apart. Verb: access.tasks."""
    require(actor, "access.tasks", site_id=min(actor.site_ids or (), default=None))
    rows = RoleGrant.objects.filter(company_id__in=actor.company_ids, user_id__in=set(user_ids))
    found: dict[int, set[str]] = {}
    for pk, role in rows.values_list("user_id", "role"):
        found.setdefault(pk, set()).add(role)
    return {pk: tuple(sorted(roles)) for pk, roles in found.items()}


def person_names(actor: Actor, user_ids: Iterable[int]) -> dict[int, str]:
    """Names of colleagues by id, for timelines and owners; people of other companies are left out."""
    rows = User.objects.filter(id__in=set(user_ids), grants__company_id__in=actor.company_ids)
    return {
        pk: name or email.partition("@")[0] for pk, name, email in rows.values_list("id", "name", "email")
    }


def _people(actor: Actor, user_id: int | None) -> list[PersonFacts]:
    grants = RoleGrant.objects.filter(company_id__in=actor.company_ids).select_related("user")
    if user_id is not None:
        grants = grants.filter(user_id=user_id)
    by_user: dict[int, list[RoleGrant]] = {}
    for grant in grants.order_by("user__name", "user__email", "id"):
        by_user.setdefault(grant.user_id, []).append(grant)
    return [_facts(rows) for rows in by_user.values()]


def _facts(rows: list[RoleGrant]) -> PersonFacts:
    user, sites = rows[0].user, {row.site_id for row in rows}
    return PersonFacts(
        id=user.pk,
        email=user.email,
        name=user.name,
        is_active=user.is_active,
        last_login=user.last_login,
        roles=tuple(sorted({row.role for row in rows})),
        site_ids=None if None in sites else tuple(sorted(site for site in sites if site is not None)),
    )


def user_id_of(email: str) -> int | None:
    """The id of the account with this e-mail, for the sign-in alone; None for nobody's."""
    return User.objects.filter(email=email.strip().lower()).values_list("id", flat=True).first()


def user_of(user_id: int) -> User:
    """The account itself, for the sign-in's own machinery; raises User.DoesNotExist."""
    return User.objects.get(pk=user_id)
