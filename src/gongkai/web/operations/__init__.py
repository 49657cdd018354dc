"""Keeping the site: what ``gongkai serve``, ``gongkai demo``, ``gongkai setup``, ``gongkai backup``,
``gongkai restore``, ``gongkai export`` and ``gongkai keys`` do.

preparing  the database brought up to date, static files, the schedule of background work, the first 管理员
guard      what a site open to the public must not be: in debug mode, with a weak key, with accounts of the demonstration
showing    the demonstration county, on this machine alone
serving    gunicorn, with the background work beside it
backup     every row and every file into one archive and back, on either database
exporting  the portal as files
keys       the keys under which personal data lies are changed
"""
