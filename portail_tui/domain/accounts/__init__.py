"""Who may log in, and which passwords are accepted."""
