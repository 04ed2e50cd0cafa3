"""Tasks: what waits for a person, as groups with one act each."""
