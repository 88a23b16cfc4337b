"""What agents decide."""
