"""SQL about households, people, health, search."""
