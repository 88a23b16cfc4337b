"""Tests of cli/ops."""
