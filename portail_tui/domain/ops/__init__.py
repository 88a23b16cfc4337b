"""Mail delivery, data keys, the store's address."""
