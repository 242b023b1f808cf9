"""The figures of `/metrics`: totals over all communities, read anew at each question."""

from __future__ import annotations

from importlib.metadata import version
from itertools import chain
from typing import TYPE_CHECKING

from prometheus_client import CollectorRegistry
from prometheus_client.metrics_core import (
    CounterMetricFamily,
    GaugeHistogramMetricFamily,
    GaugeMetricFamily,
    InfoMetricFamily,
)
from prometheus_client.registry import Collector

from bot.health import examine
from bot.services import delivery_figures
from bot.services.delivery_figures import BOUNDS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import datetime

    from prometheus_client import Metric

    from bot.app import Kettle
    from bot.health import Health
    from bot.services.delivery_figures import Figures
    from bot.watching import Watch
    from bot.wording import Wording


class Snapshot(Collector):
    """Figures that were read already: the library collects without waiting, the database is waited for."""

    def __init__(self, metrics: Iterable[Metric]) -> None:
        self._metrics = list(metrics)

    def collect(self) -> Iterable[Metric]:
        """Give them."""
        return self._metrics


async def registry_of(watch: Watch, words: Wording) -> CollectorRegistry:
    """Give a registry of our own figures: none of this process's, of Python's or of the platform's."""
    health = await examine(watch.bot)
    parts = [_of_start(words, watch, health)]
    if watch.bot is not None:
        parts.append(_of_bot(words, watch.bot))
        if health.database:
            parts.append(await _of_diary(words, watch.bot))
    registry = CollectorRegistry()
    registry.register(Snapshot(chain.from_iterable(parts)))
    return registry


def _of_start(words: Wording, watch: Watch, health: Health) -> Iterator[Metric]:
    yield InfoMetricFamily("kettle", words("web-version"), {"version": version("kettle-bot")})
    yield GaugeMetricFamily("kettle_start_time_seconds", words("web-start"), watch.started_at.timestamp())
    well = GaugeMetricFamily("kettle_well", words("web-well"), labels=["part"])
    for part, is_well in health._asdict().items():
        well.add_metric([part], is_well)
    yield well


def _of_bot(words: Wording, bot: Kettle) -> Iterator[Metric]:
    shown = bot.interactions.shown
    yield CounterMetricFamily("kettle_interactions", words("web-interactions"), shown)
    if (age := bot.pulse.age) is not None:
        yield GaugeMetricFamily("kettle_last_sweep_age_seconds", words("web-sweep"), age)


async def _of_diary(words: Wording, bot: Kettle) -> Iterator[Metric]:
    now = bot.clock.now()
    async with bot.db.read() as session:
        figures = await delivery_figures.of_all(session, now=now)
    return _of_deliveries(words, figures, now)


def _of_deliveries(words: Wording, figures: Figures, now: datetime) -> Iterator[Metric]:
    oldest = (now - figures.oldest_due_at).total_seconds() if figures.oldest_due_at else 0
    yield GaugeMetricFamily("kettle_deliveries_due", words("web-due"), figures.due)
    yield GaugeMetricFamily("kettle_deliveries_oldest_due_seconds", words("web-oldest"), oldest)
    outcomes = GaugeMetricFamily("kettle_deliveries_last_day", words("web-outcomes"), labels=["state"])
    for state, count in figures.outcomes.items():
        outcomes.add_metric([state], count)
    yield outcomes
    bounds = [(str(bound), count) for bound, count in zip(BOUNDS, figures.within, strict=True)]
    yield GaugeHistogramMetricFamily(
        "kettle_delivery_lateness_last_day_seconds",
        words("web-lateness"),
        buckets=[*bounds, ("+Inf", figures.outcomes["sent"])],
        gsum_value=figures.seconds_late,
    )
