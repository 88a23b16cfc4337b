"""Tests of cli/sessions."""
