"""SQL about slots, bookings, enrolments, waiting lists."""
