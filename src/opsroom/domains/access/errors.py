"""Coded failures of access: who may not, why, and who may instead; refuses to say whether a foreign row exists."""

from __future__ import annotations

from typing import ClassVar

from opsroom.kernel.values.errors import CodedError, Retry


class Refused(CodedError):
    """The actor lacks the verb. Facts: verb, way, who (roles that may, as words)."""

    code: ClassVar[str] = "access.refused"
    sentence: ClassVar[str] = (
        "Your roles do not include this ({verb}). It is open to: {who}. Ask an administrator for that role."
    )
    retry: ClassVar[Retry] = Retry.AFTER_FIX


class NotFound(Refused):
    """A company or site the actor does not belong to: the same answer as for a row that does not exist."""

    code: ClassVar[str] = "access.not_found"
    sentence: ClassVar[str] = "This does not exist, or it belongs to a company or site you do not work for."
    retry: ClassVar[Retry] = Retry.NEVER


class NeedsApproval(Refused):
    """The verb is granted up to a limit, and this goes beyond it. Facts: verb, who, limit, asked, used."""

    code: ClassVar[str] = "access.needs_approval"
    sentence: ClassVar[str] = (
        "This goes beyond your limit of {limit} a day for {verb}: {used} used, {asked} asked. "
        "Another person with the role {who} has to approve it."
    )
    retry: ClassVar[Retry] = Retry.AFTER_FIX


class UnknownVerb(CodedError):
    """A verb nobody wrote into the matrix: a fault of the program, never of the person."""

    code: ClassVar[str] = "access.unknown_verb"
    sentence: ClassVar[str] = "The verb {verb} is not in the matrix, so nobody may do it."
    retry: ClassVar[Retry] = Retry.NEVER


class NotForYourself(CodedError):
    """Rights are given by another person."""

    code: ClassVar[str] = "access.not_for_yourself"
    sentence: ClassVar[str] = (
        "You cannot change your own roles or switch yourself off. Ask another administrator."
    )
    retry: ClassVar[Retry] = Retry.NEVER


class LastAdministrator(CodedError):
    """Nobody would be left who could let people in."""

    code: ClassVar[str] = "access.last_administrator"
    sentence: ClassVar[str] = (
        "This is the last active administrator of the company. Give the role to another person first."
    )
    retry: ClassVar[Retry] = Retry.AFTER_FIX


class LinkNotUsable(CodedError):
    """One answer for unknown, used and expired links, so that a guess learns nothing."""

    code: ClassVar[str] = "access.link_not_usable"
    sentence: ClassVar[str] = (
        "This sign-in link was used already or is older than {minutes} minutes. "
        "The command opsroom sign-in-link makes a new one."
    )
    retry: ClassVar[Retry] = Retry.AFTER_FIX


class EmailTaken(CodedError):
    """E-mail is the sign-in name, whatever its case."""

    code: ClassVar[str] = "access.email_taken"
    sentence: ClassVar[str] = (
        "A person with this e-mail address has an account already. Change their roles instead."
    )
    retry: ClassVar[Retry] = Retry.AFTER_FIX


class CompanyExists(CodedError):
    """First start happens once."""

    code: ClassVar[str] = "access.company_exists"
    sentence: ClassVar[str] = (
        "There is a company already, so the first start is over. Add people under Settings, Users."
    )
    retry: ClassVar[Retry] = Retry.NEVER


class BadValue(CodedError):
    """A field that cannot be stored as typed. Facts: field, found, usual."""

    code: ClassVar[str] = "access.bad_value"
    sentence: ClassVar[str] = "{field} cannot be “{found}”. {usual}"
    retry: ClassVar[Retry] = Retry.AFTER_FIX


class ColleagueOff(CodedError):
    """Whoever was switched off does nothing more here. Facts: name."""

    code: ClassVar[str] = "access.colleague_off"
    sentence: ClassVar[str] = "{name} is switched off and gets no tasks. Choose another colleague."
    retry: ClassVar[Retry] = Retry.AFTER_FIX


class ApprovalNotUsable(CodedError):
    """An approval opens exactly what was approved, once, in time."""

    code: ClassVar[str] = "access.approval_not_usable"
    sentence: ClassVar[str] = (
        "There is no open approval for exactly this. Ask again, and let another person approve it."
    )
    retry: ClassVar[Retry] = Retry.AFTER_FIX


class OwnApproval(CodedError):
    """Four eyes: whoever asks does not decide."""

    code: ClassVar[str] = "access.own_approval"
    sentence: ClassVar[str] = "You asked for this yourself, so another person has to decide it."
    retry: ClassVar[Retry] = Retry.NEVER


class PinNotForYou(CodedError):
    """A PIN opens the pages of the warehouse and no others."""

    code: ClassVar[str] = "access.pin_not_for_you"
    sentence: ClassVar[str] = (
        "A PIN is for people who only work in the warehouse. With other roles, sign in with password and second step."
    )
    retry: ClassVar[Retry] = Retry.NEVER


class BadPin(CodedError):
    """Too easy to see over a shoulder or to guess. Facts: least, most."""

    code: ClassVar[str] = "access.bad_pin"
    sentence: ClassVar[str] = (
        "This cannot be a PIN. Use {least} to {most} digits; rows such as 111111 or 123456 are too easy."
    )
    retry: ClassVar[Retry] = Retry.AFTER_FIX


class PinRefused(CodedError):
    """Wrong, ended, too old, or of somebody who may no longer use one: one sentence for all. Facts: tries."""

    code: ClassVar[str] = "access.pin_refused"
    sentence: ClassVar[str] = (
        "The PIN is not right, or it has ended. After {tries} wrong ones in a row it ends: sign in with password and "
        "second step, and set a new one under Your account."
    )
    retry: ClassVar[Retry] = Retry.AFTER_FIX


class CommentEmpty(CodedError):
    """Nothing, or blanks alone."""

    code: ClassVar[str] = "access.comment_empty"
    sentence: ClassVar[str] = "The comment is empty. Write what a colleague should know, then send it."
    retry: ClassVar[Retry] = Retry.AFTER_FIX


class CommentTooLong(CodedError):
    """More than a colleague reads. Facts: found, most."""

    code: ClassVar[str] = "access.comment_too_long"
    sentence: ClassVar[str] = (
        "The comment has {found:,} characters and {most:,} fit. Shorten it, or send it in two parts."
    )
    retry: ClassVar[Retry] = Retry.AFTER_FIX


class CannotSee(CodedError):
    """Somebody is called who may not open the thing: they would be told of what they may not read. Facts: names."""

    code: ClassVar[str] = "access.cannot_see"
    sentence: ClassVar[str] = (
        "{names} may not open this, so nobody was told and nothing was sent. Take the @ off, or call somebody who may."
    )
    retry: ClassVar[Retry] = Retry.AFTER_FIX


class NothingMoreToSay(CodedError):
    """The thing takes no comments any more. Facts: why."""

    code: ClassVar[str] = "access.nothing_more_to_say"
    sentence: ClassVar[str] = "{why}"
    retry: ClassVar[Retry] = Retry.NEVER


class NameShared(CodedError):
    """Several colleagues have the name after an @. Facts: name, choices (how each is called, and what they do)."""

    code: ClassVar[str] = "access.name_shared"
    sentence: ClassVar[str] = (
        "Several colleagues are called {name}, so nobody was told and nothing was sent. Write whom you mean: {choices}."
    )
    retry: ClassVar[Retry] = Retry.AFTER_FIX


class CommentStands(CodedError):
    """Somebody else's, struck out, or too old to be changed. Facts: minutes."""

    code: ClassVar[str] = "access.comment_stands"
    sentence: ClassVar[str] = (
        "A comment can be changed by who wrote it for {minutes} minutes. After that, strike it out and write a new one."
    )
    retry: ClassVar[Retry] = Retry.NEVER


class NoteTaken(CodedError):
    """A note to the next shift that is no longer its writer's to change. Facts: taken."""

    code: ClassVar[str] = "access.note_taken"
    sentence: ClassVar[str] = (
        "The note of this site, day and shift {taken}, so it stands. Choose another shift."
    )
    retry: ClassVar[Retry] = Retry.AFTER_FIX


class NoteTooLong(CodedError):
    """More than the next shift reads. Facts: found, most."""

    code: ClassVar[str] = "access.note_too_long"
    sentence: ClassVar[str] = "The note has {found:,} characters and {most:,} fit. Shorten it."
    retry: ClassVar[Retry] = Retry.AFTER_FIX


class OwnNote(CodedError):
    """Whoever hands over does not take over."""

    code: ClassVar[str] = "access.own_note"
    sentence: ClassVar[str] = "You wrote this note, so somebody of the next shift takes it over."
    retry: ClassVar[Retry] = Retry.NEVER


class OnlyDemosClose(CodedError):
    """A real company keeps its books."""

    code: ClassVar[str] = "access.only_demos_close"
    sentence: ClassVar[str] = "Only a demo shop can be removed. Books of a real company are kept."
    retry: ClassVar[Retry] = Retry.NEVER
