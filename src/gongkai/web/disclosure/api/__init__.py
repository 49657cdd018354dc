"""The interface with which a unit's other systems hand items in, under ``/api/v1/pushed/``.

keys     who asks, how often, and how much at once
problems what goes wrong, as ``code``, ``message``, ``field``
schemas  what is sent and answered
items    the operations
"""
