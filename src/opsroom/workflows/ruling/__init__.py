"""What all verbs of rules share: one pass over orders, set-wise, and what it does to them."""
