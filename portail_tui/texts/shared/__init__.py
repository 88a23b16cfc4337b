"""Formats of dates and amounts, names of keys, file delivery, legal notices."""
