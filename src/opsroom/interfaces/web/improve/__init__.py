"""Improve: rules that act on orders, each with its dry run, its versions and what it did."""
