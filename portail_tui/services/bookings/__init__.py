"""Showing, booking and cancelling days; waiting lists; enrolments."""
