"""Tests of domain/shared."""
