"""Tests of store/engines."""
