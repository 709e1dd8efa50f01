"""Tests of what documents may say."""
