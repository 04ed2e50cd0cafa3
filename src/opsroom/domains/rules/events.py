"""The kinds of event rules write beside their transitions; what a rule says stands in its version, not here."""

RULE = "rules.rule"

EDITED = "rules.rule.edited"
MOVED = "rules.rule.moved"
APPLIED = "rules.rule.applied"
RUN_UNDONE = "rules.run.undone"
RUN = "rules.run"
