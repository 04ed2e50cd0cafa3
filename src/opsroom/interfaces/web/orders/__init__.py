"""Orders: the list with its views and bulk acts, and the page of one order."""
