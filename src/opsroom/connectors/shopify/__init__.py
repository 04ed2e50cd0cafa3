"""Shopify: product CSV and order JSON into the ports; refuses presentment money and guessed SKUs."""
