"""The kinds of event fulfilment writes beside its transitions; their subjects are its own tables and the order."""

FULFILMENT_ORDER = "fulfilment.fulfilmentorder"
WAVE = "fulfilment.wave"
PARCEL = "fulfilment.parcel"

WAVE_PRINTED = "fulfilment.wave.printed"
WAVE_TAKEN_OVER = "fulfilment.wave.taken_over"
TRACKING_SET = "fulfilment.parcel.tracking_set"
PICK_SHORT = "fulfilment.fulfilmentorder.found_short"
PUT_BACK = "fulfilment.fulfilmentorder.put_back"
LABEL_MADE = "fulfilment.parcel.label_made"
EXPORTED = "fulfilment.wave.exported"
