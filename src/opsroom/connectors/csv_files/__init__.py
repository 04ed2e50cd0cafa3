"""Plain CSV files of orders and stock from any program; refuses to guess what a column means in silence."""
