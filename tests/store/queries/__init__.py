"""Tests of store/queries."""
