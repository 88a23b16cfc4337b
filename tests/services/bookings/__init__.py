"""Tests of services/bookings."""
