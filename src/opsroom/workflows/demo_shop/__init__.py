"""The demo shop: the committed business-day files, who and where the shop is, and what its morning brings."""
