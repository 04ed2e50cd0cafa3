"""Which sites send a channel's orders, and the clock of the first; refuses nothing: no site is an answer too."""

from __future__ import annotations

from dataclasses import dataclass

from opsroom.domains.warehouse.calendar import SiteClock, clock_of
from opsroom.kernel.records.questions import Question, Rows


@dataclass(frozen=True, slots=True)
class Serving:
    """Who sends a channel's orders: site ids in the order they are asked, and the clock of the first."""

    site_ids: tuple[int, ...]
    clock: SiteClock | None


_SERVING = """
SELECT w.id, w.active, p.position, w.timezone, w.country, w.region, w.handling_days, w.hours::text, w.holidays::text,
    (SELECT COALESCE(json_agg(json_build_array(c.carrier, c.service, c.at) ORDER BY c.id), '[]')::text
     FROM warehouse_cutoff c WHERE c.site_id = w.id)
FROM warehouse_site w LEFT JOIN warehouse_channelsite p ON p.site_id = w.id AND p.channel_id = %s::bigint
WHERE w.company_id = %s::bigint ORDER BY w.id FOR SHARE OF w
"""


def question_of_serving(company_id: int, channel_id: int) -> Question[Serving]:
    """The sites that serve a channel; where none is named for it, all that are active. Holds all sites of the company

    as an intake does (`lock_sites`), until the transaction ends.
    """

    def read(rows: Rows) -> Serving:
        active = {row[0]: row for row in rows if row[1]}
        named = sorted((row[2], pk) for pk, row in active.items() if row[2] is not None)
        ids = tuple(pk for _, pk in named) or tuple(active)
        return Serving(ids, clock_of(*active[ids[0]][3:]) if ids else None)

    return Question(_SERVING, [channel_id, company_id], read)
