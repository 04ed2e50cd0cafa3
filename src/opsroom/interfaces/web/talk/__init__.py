"""Talk: what colleagues write about a thing, and the list of where one was called."""
