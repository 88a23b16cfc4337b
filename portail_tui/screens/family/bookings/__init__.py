"""Choosing an activity, the calendar, weekly plans, the list of booked days."""
