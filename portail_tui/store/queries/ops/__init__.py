"""SQL about mail delivery, leases, data keys, integrity checks."""
