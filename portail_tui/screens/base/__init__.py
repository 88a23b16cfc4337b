"""What every screen is made from, the dialogs that any screen opens, and the registry of pages."""
