"""What both books share in the database: the entry's columns and one way to run SQL; refuses to know either book."""
