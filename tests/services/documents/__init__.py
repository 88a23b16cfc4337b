"""Tests of services/documents."""
