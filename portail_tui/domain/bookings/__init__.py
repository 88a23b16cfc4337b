"""What a day is to a child, and which days may be picked together."""
