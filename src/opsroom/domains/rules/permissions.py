"""The verbs of rules and what they mean, for the settings page."""

VERBS = {
    "rules.view": "See rules and what they did",
    "rules.edit": "Write, edit and order rules",
    "rules.switch": "Switch rules on and off, apply them to open orders",
}
