"""Words about documents and sent files."""
