"""Cenotaph."""
