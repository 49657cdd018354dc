"""Where the county's news went out, and how often they were read."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import date

from gongkai.web.demonstration import clock
from gongkai.web.demonstration.county import BEGIN, County, data
from gongkai.web.disclosure.domain import channels
from gongkai.web.disclosure.models import Channel, Item

FIRST = date(2025, 1, 1)


def fill(county: County, made: dict[tuple[str, int], Item], now: date) -> None:
    """Channels of the units, a figure a month, and what of the items was told on them."""
    lots = random.Random(7)
    for told in data("county.yaml")["channels"]:
        for key in told["units"]:
            unit, clerk = county.units[key], county.person(key, "clerk")
            with clock.at(clock.moment(BEGIN, 9)):
                channel = channels.add_channel(clerk, unit, kind=told["kind"], name=told["name"].format(short=unit.called),
                                               address=told["address"], since=BEGIN)
            followers = told["followers"]
            for month, last in _months(now):
                if followers is not None:
                    followers += lots.randint(20, 60)
                with clock.at(clock.moment(last, 17)):
                    channels.set_figure(clerk, channel, month=month, posts=lots.randint(*told["posts"]), followers=followers,
                                        reads=lots.randint(*told["reads"]) if told["reads"] else None)
            _dispatches(county, key, channel, [item for item in made.values() if item.unit_id == unit.pk], lots)


def _months(now: date) -> Iterator[tuple[date, date]]:
    """The first day of each month that is over, and the first of the next."""
    month = FIRST
    while (after := date(month.year + month.month // 12, month.month % 12 + 1, 1)) <= now:
        yield month, after
        month = after


def _dispatches(county: County, key: str, channel: Channel, items: list[Item], lots: random.Random) -> None:
    """About a third of what the unit published, on the day after."""
    clerk = county.person(key, "clerk")
    for item in items:
        if lots.random() > 0.35:
            continue
        day = item.published.published_at.date()
        with clock.at(clock.moment(day, 18)):
            channels.record_dispatch(clerk, channel, title=item.title, sent_on=day, item=item, subject=item.subject,
                                     reads=lots.randint(80, 6000) if channel.kind == "微信公众号" else None)
