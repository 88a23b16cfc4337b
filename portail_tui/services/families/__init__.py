"""The home page, the household, health, profile, search."""
