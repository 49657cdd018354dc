"""Screens of 年度报告."""
