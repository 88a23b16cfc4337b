"""Every sentence that people read, and the way amounts, dates and hours are written. French, polite, short."""
