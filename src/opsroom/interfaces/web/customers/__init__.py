"""Customers: the list of buyers, and one buyer with addresses, orders and erasure by four eyes."""
