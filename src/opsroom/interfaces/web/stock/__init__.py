"""Stock: what lies where, every move of it, and the page of one SKU."""
