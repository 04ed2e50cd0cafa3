"""Opsroom: the operations room of an online seller."""
