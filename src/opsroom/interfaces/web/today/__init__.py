"""Today: what needs a person before the next cut-off, as groups with their act."""
