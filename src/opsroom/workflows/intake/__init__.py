"""What an incoming order becomes: planned purely, written set-wise. Refuses to drop a fact it cannot use."""
