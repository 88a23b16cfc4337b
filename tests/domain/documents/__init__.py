"""Tests of domain/documents."""
