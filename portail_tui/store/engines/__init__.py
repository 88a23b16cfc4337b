"""What differs between SQLite and PostgreSQL, retries, idle connections."""
