"""Access to the portal from elsewhere than a terminal: the upload page."""
