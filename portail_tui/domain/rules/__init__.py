"""The règlement: what a council votes and a town writes in its file."""
