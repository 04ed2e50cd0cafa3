"""Which site each row of a stock file lies at, by the name it gives; refuses to mix up two sites in silence."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace

from opsroom.domains.channels.queries import RowFacts
from opsroom.domains.warehouse import queries as warehouse
from opsroom.workflows.importing.context import Setting
from opsroom.workflows.importing.shelf import site_of


@dataclass(frozen=True, slots=True)
class Sites:
    """The sites in use: id -> name, and what a file may call them."""

    names: dict[int, str]
    by_word: dict[str, int]


@dataclass(slots=True)
class Placed:
    """Rows by site. `unknown`: names that are no site here, with how many rows; `elsewhere`: row number -> the site it
    names beside the one a person chose for the file; `unplaced`: rows that no site is known for."""

    rows: dict[int | None, list[RowFacts]] = field(default_factory=dict)
    unknown: dict[str, int] = field(default_factory=dict)
    known: set[int] = field(default_factory=set)
    elsewhere: dict[int, str] = field(default_factory=dict)
    unplaced: int = 0


def sites_of(setting: Setting) -> Sites:
    """The company's sites in use, by code and by name, whatever the case."""
    mine = warehouse.sites(setting.actor).filter(company_id=setting.company.id, active=True)
    rows = list(mine.values_list("id", "code", "name"))
    by_word = {name.casefold(): site_id for site_id, _, name in rows}
    by_word |= {code.casefold(): site_id for site_id, code, _ in rows}
    return Sites({site_id: name for site_id, _, name in rows}, by_word)


def place_rows(setting: Setting, rows: Sequence[RowFacts]) -> Placed:
    """A site chosen for the whole file is believed; a row that names another one is not moved there."""
    sites, usual = sites_of(setting), site_of(setting)
    chosen, meant = setting.facts.site_id, _meant(setting, sites)
    found = Placed()
    for row in rows:
        word = str((row.value or {}).get("location") or "")
        named = sites.by_word.get(word.casefold())
        if named is not None:
            found.known.add(named)
            if chosen is not None and named != chosen:
                found.elsewhere[row.number] = sites.names[named]
        elif word:
            found.unknown[word] = found.unknown.get(word, 0) + 1
        site_id = chosen or named or (meant if word else None) or usual
        found.unplaced += site_id is None and not word
        found.rows.setdefault(site_id, []).append(row)
    return found


def sites_of_words(setting: Setting, words: Collection[str]) -> dict[str, int | None]:
    """What a row of the file names its site by -> the site it lies at, as place_rows has it."""
    sites, usual = sites_of(setting), site_of(setting)
    chosen, meant = setting.facts.site_id, _meant(setting, sites)
    return {
        word: chosen or sites.by_word.get(word.casefold()) or (meant if word else None) or usual
        for word in words
    }


def _meant(setting: Setting, sites: Sites) -> int | None:
    """The site a person said for names that nobody knows."""
    answer = str(setting.facts.answers.get("places", ""))
    return int(answer) if answer.isdecimal() and int(answer) in sites.names else None


def at_site(setting: Setting, site_id: int | None) -> Setting:
    """The import as if it were of this site alone."""
    return replace(setting, facts=replace(setting.facts, site_id=site_id), whole=setting.whole or setting)
