"""Tests of services/families."""
