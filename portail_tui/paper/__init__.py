"""Printed letters and sheets (A4), described as values and made into PDF."""
