"""SQL about documents and upload links."""
