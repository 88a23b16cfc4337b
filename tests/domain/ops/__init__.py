"""Tests of domain/ops."""
