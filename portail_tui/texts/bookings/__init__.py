"""Words about days, calendars and bookings."""
