"""What fulfilment refuses, each with its sentence and whether trying again helps."""

from opsroom.kernel.values.errors import CodedError, Retry


class FulfilmentOrderNotFound(CodedError):
    code = "fulfilment.not_found"
    sentence = "There is no such fulfilment order."
    retry = Retry.NEVER


class WaveNotFound(CodedError):
    code = "fulfilment.wave_not_found"
    sentence = "There is no such wave."
    retry = Retry.NEVER


class NotPacked(CodedError):
    code = "fulfilment.not_packed"
    sentence = "{number} is not packed yet. Pack it at the bench, then ship it."
    retry = Retry.AFTER_FIX


class AlreadyShipped(CodedError):
    code = "fulfilment.already_shipped"
    sentence = "{number} has left already. Look at its parcels for the tracking number."
    retry = Retry.NEVER


class BadTracking(CodedError):
    code = "fulfilment.bad_tracking"
    sentence = "{found!r} cannot be a tracking number. Use 4 to {most} letters, digits and dashes."
    retry = Retry.AFTER_FIX


class TrackingTaken(CodedError):
    code = "fulfilment.tracking_taken"
    sentence = (
        "Tracking number {tracking} is already on parcel {parcel}. Check which of the two it belongs to."
    )
    retry = Retry.AFTER_FIX


class HeldSince(CodedError):
    code = "fulfilment.held_since"
    sentence = "{number} was put on hold or changed after release. Put its goods back; do not ship it."
    retry = Retry.AFTER_FIX


class WaveOfAnother(CodedError):
    code = "fulfilment.wave_of_another"
    sentence = "{wave} belongs to somebody else. Take it over first, then go on."
    retry = Retry.AFTER_FIX


class NothingToPick(CodedError):
    code = "fulfilment.nothing_to_pick"
    sentence = "There is nothing left to pick there. Look at the list again."
    retry = Retry.NEVER


class UnknownShortReason(CodedError):
    code = "fulfilment.unknown_short_reason"
    sentence = "{found!r} is not a reason for a short pick. Use one of: {known}."
    retry = Retry.AFTER_FIX


class NotAtBench(CodedError):
    code = "fulfilment.not_at_bench"
    sentence = "{number} cannot be packed now. {why}"
    retry = Retry.AFTER_FIX


class NoLabelToVoid(CodedError):
    code = "fulfilment.no_label_to_void"
    sentence = "{number} has no label that can be voided. Only a parcel that is still here has one."
    retry = Retry.NEVER


class TooManyRows(CodedError):
    code = "fulfilment.too_many_rows"
    sentence = "The list has more than {most} rows. Send it in parts."
    retry = Retry.AFTER_FIX
