"""Words about households and people."""
