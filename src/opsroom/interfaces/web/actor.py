"""The actor behind a web request; refuses nobody itself, a person without roles simply has no rights."""

from __future__ import annotations

from django.http import HttpRequest

from opsroom.domains.access.queries import person_actor
from opsroom.kernel.values.actor import Actor

COMPANY_KEY = "company_id"  # in the session: the company this person works for at the moment
_CACHE = "_opsroom_actor"


def actor_of(request: HttpRequest) -> Actor:
    """The signed-in person in the company chosen in this session; asked once a request.

    Raises PermissionError for a stranger: LoginRequiredMiddleware lets none through to a page that asks.
    """
    cached: Actor | None = getattr(request, _CACHE, None)
    if cached is not None:
        return cached
    user_id = request.user.pk
    if user_id is None:
        raise PermissionError("No session: this address has to be behind sign-in.")
    actor = person_actor(user_id, way="web", company_id=request.session.get(COMPANY_KEY))
    if actor is None:
        actor = Actor(
            user_id=user_id,
            name="person",
            roles=frozenset(),
            company_ids=frozenset(),
            site_ids=frozenset(),
            way="web",
        )
    setattr(request, _CACHE, actor)
    return actor
