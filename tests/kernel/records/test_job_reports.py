"""Proves what people read of a job: percent, bad rows and a formula-safe file; refuses foreign readers."""

from __future__ import annotations

import pytest

from opsroom.kernel.records import job_reports, jobs
from opsroom.kernel.records.errors import JobMissing
from opsroom.kernel.records.job_reports import RowError
from opsroom.kernel.values import limits
from opsroom.kernel.values.actor import Actor

ANN = Actor(7, "person", frozenset({"desk"}), frozenset({1}), None, "web")
BEN = Actor(8, "person", frozenset({"desk"}), frozenset({2}), None, "web")
BAD = [
    RowError(7, "price", "-5", "The price is below zero. Correct it."),
    RowError(3, "name", '=HYPERLINK("x")', "The name starts like a formula."),
]


@pytest.mark.django_db
def test_a_job_is_read_with_its_progress() -> None:
    job_id = jobs.start("channels.import", "Orders", ANN, 30, company_id=1)
    jobs.advance(job_id, 10, "10 rows")
    seen = job_reports.view(job_id, ANN)
    assert (seen.kind, seen.state, seen.done, seen.total, seen.percent, seen.note) == (
        "channels.import",
        "running",
        10,
        30,
        33,
        "10 rows",
    )
    unknown = job_reports.view(jobs.start("demo", "Poll", ANN, company_id=1), ANN)
    nothing = job_reports.view(jobs.start("demo", "Empty", ANN, 0, company_id=1), ANN)
    assert (unknown.percent, nothing.percent) == (None, 100)


@pytest.mark.django_db
def test_the_latest_jobs_of_the_company_come_first() -> None:
    first, second = (jobs.start("a", title, ANN, company_id=1) for title in ("1", "2"))
    other = jobs.start("b", "3", ANN, company_id=1)
    jobs.start("a", "4", BEN, company_id=2)
    assert [one.id for one in job_reports.recent(ANN)] == [other, second, first]
    assert [one.id for one in job_reports.recent(ANN, kind="a", limit=1)] == [second]


@pytest.mark.django_db
def test_X1_the_error_file_is_in_row_order_and_holds_no_formula() -> None:
    job_id = jobs.start("channels.import", "Orders", ANN, company_id=1)
    assert job_reports.add_errors(job_id, BAD) == 2
    assert job_reports.add_errors(job_id, []) == 0
    assert "".join(job_reports.error_file(job_id, ANN)) == (
        "\ufeffRow,Field,Found,What to do\r\n"
        '3,name,"\'=HYPERLINK(""x"")",The name starts like a formula.\r\n'
        "7,price,'-5,The price is below zero. Correct it.\r\n"
    )
    assert job_reports.errors(job_id, ANN) == [BAD[1], BAD[0]]
    assert job_reports.errors(job_id, ANN, offset=1, limit=5) == [BAD[0]]
    assert job_reports.view(job_id, ANN).error_count == 2


@pytest.mark.django_db
def test_a_file_checked_again_starts_with_a_clean_list() -> None:
    job_id = jobs.start("channels.import", "Orders", ANN, company_id=1)
    job_reports.add_errors(job_id, BAD)
    job_reports.clear_errors(job_id)
    assert (job_reports.errors(job_id, ANN), job_reports.view(job_id, ANN).error_count) == ([], 0)


@pytest.mark.django_db
def test_more_bad_rows_than_listed_are_still_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(job_reports, "JOB_ERRORS_COUNT_MAX", 3)
    job_id = jobs.start("channels.import", "Orders", ANN, company_id=1)
    for _ in range(3):
        job_reports.add_errors(job_id, BAD)
    assert len(job_reports.errors(job_id, ANN)) == 3
    assert job_reports.view(job_id, ANN).error_count == 6
    assert limits.JOB_ERRORS_COUNT_MAX == 100_000


@pytest.mark.django_db
def test_a_cell_postgres_refuses_does_not_lose_the_report() -> None:
    job_id = jobs.start("channels.import", "Orders", ANN, company_id=1)
    job_reports.add_errors(job_id, [RowError(1, "n" * 300, "a\0b" + "x" * 70_000, "Too long.")])
    (one,) = job_reports.errors(job_id, ANN)
    assert (len(one.field), len(one.found), one.found[:3]) == (200, limits.CELL_CHARS_MAX, "abx")


@pytest.mark.django_db
def test_Z3_another_companys_job_is_a_missing_one() -> None:
    job_id = jobs.start("channels.import", "Orders", ANN, company_id=1)
    job_reports.add_errors(job_id, BAD)
    for foreign in (job_reports.view, job_reports.errors, job_reports.error_file):
        with pytest.raises(JobMissing):
            foreign(job_id, BEN)
    assert job_reports.recent(BEN) == []
