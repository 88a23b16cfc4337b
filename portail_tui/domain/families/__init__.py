"""Households: people, children, health, profile."""
