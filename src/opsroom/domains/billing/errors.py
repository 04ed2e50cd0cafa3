"""What billing refuses, each with its sentence and whether trying again helps."""

from opsroom.kernel.values.errors import CodedError, Retry


class InvoiceNotFound(CodedError):
    code = "billing.not_found"
    sentence = "There is no such invoice."
    retry = Retry.NEVER


class NotOurs(CodedError):
    code = "billing.not_ours"
    sentence = "{number} is invoiced by its channel, so we issue none."
    retry = Retry.NEVER


class BadNumber(CodedError):
    code = "billing.bad_number"
    sentence = (
        "“{found}” is no number a row can go on after. Type the last one your old tool gave, "
        "such as RE-2026-004711: letters, digits, dashes, and digits at the end."
    )
    retry = Retry.AFTER_FIX


class SeriesBegun(CodedError):
    code = "billing.series_begun"
    sentence = "{last} was given here already. A row of numbers goes on without gaps, so it stays as it is."
    retry = Retry.NEVER


class SeriesMeets(CodedError):
    code = "billing.series_meets"
    sentence = (
        "The numbers of the {other} begin with {prefix} too, so two papers could carry the same number. "
        "Give one of them another beginning."
    )
    retry = Retry.AFTER_FIX


class SeriesBehind(CodedError):
    code = "billing.series_behind"
    sentence = (
        "{number} is an open invoice of the old tool here, and would be given once more. Type the last number that "
        "the old tool gave: it is at least that one."
    )
    retry = Retry.AFTER_FIX


class UnknownReceivable(CodedError):
    code = "billing.receivable_missing"
    sentence = "There is no such open invoice. The list under Money, Owed shows those there are."
    retry = Retry.NEVER


class ReceivableNotDue(CodedError):
    code = "billing.receivable_not_due"
    sentence = "Nothing was booked for {number}: {why}"
    retry = Retry.AFTER_FIX
