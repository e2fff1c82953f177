"""Tests of the description stage."""
