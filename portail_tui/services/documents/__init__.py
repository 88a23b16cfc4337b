"""Documents sent by families and reviewed by agents."""
