"""The verbs of purchasing as data; refuses none by itself, the matrix of access decides."""

VERBS = {
    "purchasing.view": "look at purchase orders and what is on its way",
    "purchasing.edit": "take purchase orders in, change when they come, close what will not come",
}
