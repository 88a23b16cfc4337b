"""Driving screens as a person does."""
