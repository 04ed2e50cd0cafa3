"""Hand-over: the note one shift leaves to the next, taken by another person; past ones as a list."""
