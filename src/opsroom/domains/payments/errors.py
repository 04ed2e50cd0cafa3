"""What payments refuse, each with its sentence and whether trying again helps."""

from opsroom.kernel.values.errors import CodedError, Retry


class UnknownKind(CodedError):
    code = "payments.unknown_kind"
    sentence = "{found!r} is no kind of payment. Use one of: {known}."
    retry = Retry.AFTER_FIX


class NotThatMuch(CodedError):
    code = "payments.not_that_much"
    sentence = "{why}"
    retry = Retry.AFTER_FIX
