"""Log-in, passwords, e-mail changes."""
