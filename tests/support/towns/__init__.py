"""Little towns and their people."""
