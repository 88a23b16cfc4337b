"""Stores on both engines, and what is asked of them."""
