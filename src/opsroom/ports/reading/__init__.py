"""How every file format reads: bytes to rows, cells, dates and records, bounded and streaming; refuses guesses."""
