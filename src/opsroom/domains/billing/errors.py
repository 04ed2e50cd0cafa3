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
