"""Applying a town's file, and its impact on existing bookings."""
