"""The verbs of billing and what they mean, for the settings page."""

VERBS = {
    "billing.view": "See invoices",
    "billing.issue": "Number and issue invoices",
    "billing.open": "Take in what customers still owe an old tool",
    "billing.number": "Let the numbers of an old tool go on",
}
