"""Gongkai 公开: the open platform for 政府信息公开."""

__version__ = "0.1.0"
