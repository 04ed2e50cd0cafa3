"""The event stream: names of topics to open pages; carries no data and no person."""
