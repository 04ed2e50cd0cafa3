"""What rules refuse, each with its sentence and whether trying again helps."""

from opsroom.kernel.values.errors import CodedError, Retry


class RuleNotFound(CodedError):
    code = "rules.not_found"
    sentence = "There is no such rule."
    retry = Retry.NEVER


class BadRule(CodedError):
    code = "rules.bad_rule"
    sentence = "{why}"
    retry = Retry.AFTER_FIX


class TooManyRules(CodedError):
    code = "rules.too_many"
    sentence = "There are {most} rules already. Retire one that is not needed any more."
    retry = Retry.AFTER_FIX


class WrongState(CodedError):
    code = "rules.wrong_state"
    sentence = "“{name}” is {state}. {hint}"
    retry = Retry.AFTER_FIX


class AskFirst(CodedError):
    """A rule that would touch everything, or nothing at all: switched on only when a person said so."""

    code = "rules.ask_first"
    sentence = "{question}"
    retry = Retry.AFTER_FIX


class NothingToUndo(CodedError):
    code = "rules.nothing_to_undo"
    sentence = (
        "This can no longer be taken back: it was taken back already, or it is older than {hours} hours."
    )
    retry = Retry.NEVER
