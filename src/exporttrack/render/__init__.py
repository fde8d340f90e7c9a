"""A report -> characters; the formats are brothers that do not know each other."""
