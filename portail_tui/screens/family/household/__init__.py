"""The household: profile, children, health, consents."""
