"""Tests of services/money."""
