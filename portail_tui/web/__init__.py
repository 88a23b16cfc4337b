"""How people reach the portal from elsewhere than its own terminal."""
