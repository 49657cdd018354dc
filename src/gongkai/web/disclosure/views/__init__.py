"""Screens of 主动公开, a module a part."""
