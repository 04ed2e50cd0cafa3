"""The verbs of payments and what they mean, for the settings page."""

VERBS = {
    "payments.view": "See what was paid",
    "payments.record": "Record payments as they were told",
}
