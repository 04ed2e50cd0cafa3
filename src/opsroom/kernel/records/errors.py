"""Coded failures of the records: jobs, claims, settings and counters that refuse, each with a sentence."""

from __future__ import annotations

from opsroom.kernel.values.errors import CodedError, Retry


class ReasonTooLong(CodedError):
    """A typed reason over the limit."""

    code = "records.reason_too_long"
    sentence = "The reason has {chars} characters. Shorten it to {most}."
    retry = Retry.AFTER_FIX


class ClaimDiffers(CodedError):
    """The same key came with another request."""

    code = "records.claim_differs"
    sentence = (
        "{key} was already used for a different request. Nothing was sent; use a new key for a new request."
    )
    retry = Retry.NEVER


class ClaimLost(CodedError):
    """An answer came for a claim that someone else has settled or claimed again."""

    code = "records.claim_lost"
    sentence = "{key} was settled by someone else meanwhile, as {state}. This answer was not recorded."
    retry = Retry.NEVER


class JobMissing(CodedError):
    """No such job, or not one the actor may see."""

    code = "records.job_missing"
    sentence = "There is no job {job_id}. Open the list of jobs to find the one you mean."
    retry = Retry.NEVER


class JobStopped(CodedError):
    """Groups the reasons for which a worker must stop working on a job."""


class JobPaused(JobStopped):
    """Someone paused it; the work up to here is kept."""

    code = "records.job_paused"
    sentence = "Job {job_id} is paused. Resume it to go on where it stopped."
    retry = Retry.LATER


class JobCancelled(JobStopped):
    """Someone cancelled it."""

    code = "records.job_cancelled"
    sentence = "Job {job_id} was cancelled. Start a new one if the work is still wanted."
    retry = Retry.NEVER


class JobTakenOver(JobStopped):
    """Another worker has it now; this one's chunk is rolled back."""

    code = "records.job_taken_over"
    sentence = "Job {job_id} was taken over by another worker, which goes on from the last saved step."
    retry = Retry.NEVER


class JobBusy(CodedError):
    """A worker is at it and shows signs of life."""

    code = "records.job_busy"
    sentence = (
        "Job {job_id} is being worked on. If its worker died, it can be taken over within {seconds} seconds."
    )
    retry = Retry.LATER


class JobNotOpen(CodedError):
    """The verb does not fit the job's state."""

    code = "records.job_not_open"
    sentence = "Job {job_id} is {state}, so it cannot {verb}. Start a new one if the work is still wanted."
    retry = Retry.NEVER


class SettingsRefused(CodedError):
    """One or more settings do not hold a usable value; `problems` maps each field to its sentence."""

    code = "records.settings_refused"
    sentence = "{sentences} Nothing was saved."
    retry = Retry.AFTER_FIX

    def __init__(self, problems: dict[str, str]) -> None:
        self.problems = problems
        super().__init__(sentences=" ".join(problems.values()))

    def __reduce__(self) -> tuple[type[SettingsRefused], tuple[dict[str, str]]]:
        return (type(self), (self.problems,))


class CounterBehind(CodedError):
    """A number series may not run backwards."""

    code = "records.counter_behind"
    sentence = "Series {series} already gave out number {last}. The next one cannot be {wanted}."
    retry = Retry.AFTER_FIX


class SealBroken(CodedError):
    """A stored secret that this instance's key does not open in this place."""

    code = "records.seal_broken"
    sentence = "A stored secret ({place}) cannot be opened with this instance's key. Enter or enrol it again."
    retry = Retry.AFTER_FIX
