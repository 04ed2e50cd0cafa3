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


class NotEnough(CodedError):
    code = "warehouse.not_enough"
    sentence = "There is not enough to sell: {what}. Take fewer, or ask again later."
    retry = Retry.LATER


class BadHold(CodedError):
    code = "warehouse.bad_hold"
    sentence = "{found} is no {field}. {usual}"
    retry = Retry.AFTER_FIX


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


class SamePlace(CodedError):
    code = "warehouse.same_place"
    sentence = "The goods lie in {location} already. Choose another place to move them to."
    retry = Retry.AFTER_FIX


class NoReason(CodedError):
    code = "warehouse.no_reason"
    sentence = "Stock is written up or down for a reason. Choose one from the list."
    retry = Retry.AFTER_FIX


class NothingToCorrect(CodedError):
    code = "warehouse.nothing_to_correct"
    sentence = "A correction of 0 changes nothing. Enter how many pieces more or fewer there are."
    retry = Retry.AFTER_FIX


class BadBinRange(CodedError):
    code = "warehouse.bad_bin_range"
    sentence = "{found} is not a range of bins. {usual}"
    retry = Retry.AFTER_FIX


class BadSite(CodedError):
    code = "warehouse.bad_site"
    sentence = "{field} cannot be “{found}”. {usual}"
    retry = Retry.AFTER_FIX


class SiteTaken(CodedError):
    code = "warehouse.site_taken"
    sentence = "There is a site {code} already. Give the new one another code."
    retry = Retry.AFTER_FIX
