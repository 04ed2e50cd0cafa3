"""Coded failures of channels and imports: what is unknown, not ready or too late; refuses vague answers."""

from __future__ import annotations

from typing import ClassVar

from opsroom.kernel.values.errors import CodedError, Retry


class UnknownChannel(CodedError):
    """A channel that this company does not have. Facts: channel."""

    code: ClassVar[str] = "channels.channel_missing"
    sentence: ClassVar[str] = (
        "There is no channel “{channel}”. The list under Channels shows those that are joined."
    )
    retry: ClassVar[Retry] = Retry.AFTER_FIX


class ChannelTaken(CodedError):
    """A second channel of one code or prefix. Facts: code, prefix."""

    code: ClassVar[str] = "channels.channel_taken"
    sentence: ClassVar[str] = (
        "Another channel already uses the code “{code}” or the prefix “{prefix}”. Choose another one."
    )
    retry: ClassVar[Retry] = Retry.AFTER_FIX


class BadChannel(CodedError):
    """A channel's field that cannot be. Facts: field, found, usual."""

    code: ClassVar[str] = "channels.bad_channel"
    sentence: ClassVar[str] = "{field} cannot be “{found}”. {usual}"
    retry: ClassVar[Retry] = Retry.AFTER_FIX


class UnknownImport(CodedError):
    """An import that this company does not have."""

    code: ClassVar[str] = "channels.import_missing"
    sentence: ClassVar[str] = "There is no such import. The list under Import shows those you may see."
    retry: ClassVar[Retry] = Retry.NEVER


class UnknownRow(CodedError):
    """A row that this import does not have. Facts: row."""

    code: ClassVar[str] = "channels.row_missing"
    sentence: ClassVar[str] = "This import has no row {row} that is still to be fixed. Nothing was changed."
    retry: ClassVar[Retry] = Retry.NEVER


class ImportNotReady(CodedError):
    """A verb that this state of the import does not allow. Facts: verb, state."""

    code: ClassVar[str] = "channels.import_not_ready"
    sentence: ClassVar[str] = "This import cannot be {verb} now: it is {state}. Nothing was changed."
    retry: ClassVar[Retry] = Retry.AFTER_FIX


class CannotListen(CodedError):
    """A step of a parallel run that cannot be taken now. Facts: channel, why."""

    code: ClassVar[str] = "channels.cannot_listen"
    sentence: ClassVar[str] = "{channel}: {why} Nothing was changed."
    retry: ClassVar[Retry] = Retry.AFTER_FIX


class BadTemplate(CodedError):
    """A mapping template that cannot be. Facts: why."""

    code: ClassVar[str] = "channels.bad_template"
    sentence: ClassVar[str] = "This template was not kept: {why}"
    retry: ClassVar[Retry] = Retry.AFTER_FIX


class TemplateChanged(CodedError):
    """A change to a template that is not what its editor saw. Facts: name."""

    code: ClassVar[str] = "channels.template_changed"
    sentence: ClassVar[str] = (
        "Somebody else changed “{name}” after you opened it. Here stands what you chose: open the template in another "
        "tab to see what it says now, and save again only if yours is to take its place."
    )
    retry: ClassVar[Retry] = Retry.AFTER_FIX


class TemplateStands(CodedError):
    """A new template under the name of one that says something else. Facts: name."""

    code: ClassVar[str] = "channels.template_stands"
    sentence: ClassVar[str] = (
        "There is a template “{name}” already, which says something else. It stays as it is until you press once more "
        "to put yours in its place; or give another name."
    )
    retry: ClassVar[Retry] = Retry.AFTER_FIX


class TemplateNotDeleted(CodedError):
    """A template that is not what its page showed when somebody pressed to delete it. Facts: name."""

    code: ClassVar[str] = "channels.template_not_deleted"
    sentence: ClassVar[str] = (
        "Somebody else changed “{name}” after you opened it. Here it stands as it is now; delete it if that is still "
        "right."
    )
    retry: ClassVar[Retry] = Retry.AFTER_FIX


class UnknownTemplate(CodedError):
    """A template that this company does not have. Facts: name."""

    code: ClassVar[str] = "channels.template_missing"
    sentence: ClassVar[str] = "There is no template “{name}”. Import, Templates lists those that are saved."
    retry: ClassVar[Retry] = Retry.AFTER_FIX


class OpenQuestions(CodedError):
    """A commit while the import as a whole still asks something. Facts: questions."""

    code: ClassVar[str] = "channels.open_questions"
    sentence: ClassVar[str] = "Answer this first, nothing was written: {questions}."
    retry: ClassVar[Retry] = Retry.AFTER_FIX
