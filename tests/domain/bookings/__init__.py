"""Tests of domain/bookings."""
