"""Mail sending, upkeep, data keys."""
