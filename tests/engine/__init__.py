"""Tests of ``gongkai.engine``."""
