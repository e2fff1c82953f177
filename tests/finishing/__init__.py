"""Tests of the finishing stage."""
