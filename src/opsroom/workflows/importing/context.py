"""What reading and judging an import need to know: company, channel, site, answers; refuses nothing by itself."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from opsroom.domains.access.queries import CompanyFacts, company
from opsroom.domains.channels import queries as channels
from opsroom.domains.channels.queries import ChannelFacts, ImportFacts
from opsroom.kernel.values.actor import Actor
from opsroom.ports.file_format import ReadContext
from opsroom.ports.incoming import QuantityMeaning

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Setting:
    """An import with its surroundings. `channel` None: a stock file counts a site, not a channel. `whole`: the import
    with all its sites, where this looks at one of them."""

    actor: Actor
    facts: ImportFacts
    company: CompanyFacts
    channel: ChannelFacts | None
    whole: Setting | None = None

    @property
    def currency(self) -> str:
        """Serves where a file names none."""
        return self.channel.currency if self.channel else self.company.currency

    @property
    def meaning(self) -> QuantityMeaning | None:
        """What a person said the quantities mean."""
        answer = self.facts.answers.get("quantity_meaning")
        return QuantityMeaning(answer) if answer else None

    @property
    def as_of(self) -> datetime:
        """When the figures were true: as a person said, else when the file came."""
        told = self.facts.answers.get("as_of")
        return datetime.fromisoformat(told) if told else self.facts.created_at

    def read_context(self) -> ReadContext:
        """For the reader of the file."""
        return ReadContext(
            now=datetime.now(UTC),
            currency=self.currency,
            time_zone=self.channel.timezone if self.channel else self.company.timezone,
            file_name=self.facts.file_name,
            quantity_meaning=self.meaning,
            encoding=self.facts.answers.get("encoding"),
            date_order=self.facts.answers.get("date_order"),
            delimiter=self.facts.answers.get("delimiter"),
            decimals=self.facts.answers.get("decimals"),
            prices_include_tax=bool(self.channel and self.channel.prices_include_tax),
        )


def setting_of(actor: Actor, import_id: int) -> Setting:
    """The import as it stands now. Raises UnknownImport, also for one of another company."""
    facts = channels.import_of(actor, import_id)
    return Setting(
        actor=actor,
        facts=facts,
        company=company(actor, facts.company_id),
        channel=channels.channel(actor, facts.channel_id) if facts.channel_id else None,
    )
