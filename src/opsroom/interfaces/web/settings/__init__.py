"""Settings: the company, its sites, data health and long jobs; every change is a verb with its right."""
