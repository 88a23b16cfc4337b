"""Words about passwords."""
