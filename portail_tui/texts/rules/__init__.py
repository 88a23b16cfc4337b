"""Words about a town's file."""
