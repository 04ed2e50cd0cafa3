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
