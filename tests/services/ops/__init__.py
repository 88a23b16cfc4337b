"""Tests of services/ops."""
