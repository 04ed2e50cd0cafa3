"""Papers of the orders domain: the quote."""
