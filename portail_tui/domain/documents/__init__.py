"""Documents that the town asks for, and files that families send."""
