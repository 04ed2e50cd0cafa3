"""The verbs of fulfilment and what they mean, for the settings page."""

VERBS = {
    "fulfilment.view": "See waves, picks and parcels",
    "fulfilment.release": "Release orders to the floor and plan waves",
    "fulfilment.pick": "Pick",
    "fulfilment.pack": "Pack",
    "fulfilment.ship": "Mark as shipped",
    "fulfilment.print": "Print slips, pick lists and labels",
    "fulfilment.export": "Export orders for a carrier's tool",
}
