"""What the warehouse refuses, each with its sentence and whether trying again helps."""

from opsroom.kernel.values.errors import CodedError, Retry


class UnknownSite(CodedError):
    code = "warehouse.unknown_site"
    sentence = "There is no site {site}. Choose one of the sites under Settings."
    retry = Retry.NEVER


class UnknownLocation(CodedError):
    code = "warehouse.unknown_location"
    sentence = "Site {site} has no location {location}. Create it under Settings, or correct the code."
    retry = Retry.AFTER_FIX


class LocationExists(CodedError):
    code = "warehouse.location_exists"
    sentence = "Site {site} already has a location {location}. Give the new one another code."
    retry = Retry.AFTER_FIX


class Oversold(CodedError):
    code = "warehouse.oversold"
    sentence = "The stock of {sku} changed while it was being set aside. Nothing was taken; try again."
    retry = Retry.LATER


class NotThere(CodedError):
    code = "warehouse.not_there"
    sentence = (
        "{location} holds fewer than {pieces} of {sku}. Count the bin, or take the goods from another one."
    )
    retry = Retry.AFTER_FIX


class StillHandled(CodedError):
    code = "warehouse.still_handled"
    sentence = (
        "{pieces} of {sku} are already in a tote or a parcel, so the count cannot be lower than that. "
        "Put them back first, or count what lies in the bin."
    )
    retry = Retry.AFTER_FIX


class NegativeCount(CodedError):
    code = "warehouse.negative_count"
    sentence = "A count of {pieces} for {sku} is below zero. Enter what lies in the bin, 0 or more."
    retry = Retry.AFTER_FIX
