"""SQL about accounts, passwords, e-mail changes."""
