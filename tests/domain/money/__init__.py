"""Tests of domain/money."""
