"""The verbs of billing and what they mean, for the settings page."""

VERBS = {
    "billing.view": "See invoices",
    "billing.issue": "Number and issue invoices",
    "billing.open": "Bring in and take back what an old tool is still owed, and its balances",
    "billing.number": "Let the numbers of an old tool go on",
}
