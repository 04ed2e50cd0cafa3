"""Pages of orders taken by hand: a new one, the list of drafts and quotes, one draft."""
