"""What the orders domain refuses, each with its sentence and whether trying again helps."""

from opsroom.kernel.values.errors import CodedError, Retry


class OrderNotFound(CodedError):
    code = "orders.not_found"
    sentence = "There is no such order."
    retry = Retry.NEVER


class NotReleasable(CodedError):
    code = "orders.not_releasable"
    sentence = "{number} cannot be released. {why}"
    retry = Retry.AFTER_FIX


class AlreadyReleased(CodedError):
    code = "orders.already_released"
    sentence = "{number} is already with the warehouse. Take it back from its wave first."
    retry = Retry.AFTER_FIX


class BadTag(CodedError):
    code = "orders.bad_tag"
    sentence = "{found!r} cannot be a tag. Use 1 to {most} letters, digits, spaces or dashes."
    retry = Retry.AFTER_FIX


class EmptyNote(CodedError):
    code = "orders.empty_note"
    sentence = "The note is empty. Write what the next person should know."
    retry = Retry.AFTER_FIX


class UnknownReason(CodedError):
    code = "orders.unknown_reason"
    sentence = "{found!r} is not a reason for a hold. Choose one of: {known}."
    retry = Retry.AFTER_FIX


class NoReason(CodedError):
    code = "orders.no_reason"
    sentence = "Choose why the order may go over the limit. The reason stays in its history."
    retry = Retry.AFTER_FIX


class BadPriority(CodedError):
    code = "orders.bad_priority"
    sentence = "Priority {found} is out of range. Use -9 to 9; 0 is usual."
    retry = Retry.AFTER_FIX


class NotEditable(CodedError):
    code = "orders.not_editable"
    sentence = "{number} cannot be changed. {why}"
    retry = Retry.AFTER_FIX


class NotCancellable(CodedError):
    code = "orders.not_cancellable"
    sentence = "{number} was not cancelled. {why}"
    retry = Retry.AFTER_FIX


class OpenOrdersOfPerson(CodedError):
    code = "orders.open_orders_of_person"
    sentence = "{number} of this person is still under way ({count} open in all). Ship or cancel it first, then erase."
    retry = Retry.AFTER_FIX


class DraftNotFound(CodedError):
    code = "orders.draft_not_found"
    sentence = "There is no such draft."
    retry = Retry.NEVER


class DraftFixed(CodedError):
    code = "orders.draft_fixed"
    sentence = "Draft {number} cannot be changed. {why}"
    retry = Retry.AFTER_FIX


class DraftChanged(CodedError):
    code = "orders.draft_changed"
    sentence = (
        "Draft {number} was changed by somebody else meanwhile. Look at what it says now, then do it again."
    )
    retry = Retry.AFTER_FIX


class DraftUnfinished(CodedError):
    code = "orders.draft_unfinished"
    sentence = "Draft {number} is not finished. {why}"
    retry = Retry.AFTER_FIX


class BadDraft(CodedError):
    code = "orders.bad_draft"
    sentence = "{why}"
    retry = Retry.AFTER_FIX


class BelowCost(CodedError):
    """Facts: sku, below (money), line (its id)."""

    code = "orders.below_cost"
    sentence = "That sells {sku} {below} below what it costs. Tick “Sell below cost” to do it all the same."
    retry = Retry.AFTER_FIX


class QuotePast(CodedError):
    code = "orders.quote_past"
    sentence = (
        "Quote {number} was valid until {day}. Say which prices it is placed at: those quoted, or today's."
    )
    retry = Retry.AFTER_FIX
