"""WooCommerce: product CSV and order JSON into the ports; refuses statuses it does not know without a word."""
