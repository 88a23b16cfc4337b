"""The demonstration town: its file, the families that show each case, and the generator."""
