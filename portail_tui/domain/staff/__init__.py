"""What the town's staff decides, and who of it may."""
