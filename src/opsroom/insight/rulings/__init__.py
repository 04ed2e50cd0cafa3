"""Rules against orders that are there: their facts, and what a rule would do to them before it is switched on."""
