"""Channels: the accounts goods are sold through, who serves them, and what they are told."""
