"""Reads of access, as plain facts for outsiders; a foreign company is as good as missing."""

from __future__ import annotations

from opsroom.domains.access.queries.actors import person_actor
from opsroom.domains.access.queries.comments import (
    CommentFacts,
    MentionFacts,
    colleagues_as_actors,
    comment_counts,
    comment_of,
    comments_of,
    mentions_of,
    unread_mentions,
)
from opsroom.domains.access.queries.companies import (
    CompanyFacts,
    all_company_ids,
    companies_of,
    company,
    company_of,
    demo_company_id,
    free_code,
    question_of_timezone,
    shops_of,
    timezone_of,
)
from opsroom.domains.access.queries.people import (
    PersonFacts,
    colleagues,
    people,
    person,
    person_names,
    user_id_of,
    user_of,
)
from opsroom.domains.access.queries.pins import may_have_pin, people_on
from opsroom.domains.access.queries.tasks import TaskFacts, routes_of, tasks_by_id, tasks_of
from opsroom.domains.access.queries.views import ViewFacts, saved_views

__all__ = [
    "CommentFacts",
    "CompanyFacts",
    "MentionFacts",
    "PersonFacts",
    "TaskFacts",
    "ViewFacts",
    "all_company_ids",
    "colleagues",
    "colleagues_as_actors",
    "comment_counts",
    "comment_of",
    "comments_of",
    "companies_of",
    "company",
    "company_of",
    "demo_company_id",
    "free_code",
    "may_have_pin",
    "mentions_of",
    "people",
    "people_on",
    "person",
    "person_actor",
    "person_names",
    "question_of_timezone",
    "routes_of",
    "saved_views",
    "shops_of",
    "tasks_by_id",
    "tasks_of",
    "timezone_of",
    "unread_mentions",
    "user_id_of",
    "user_of",
]
