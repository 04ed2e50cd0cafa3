"""What both books share and can be decided from values alone; refuses Django, clocks and input or output."""
