"""How a figure is said: what it is, its bound, whether it is met."""

from __future__ import annotations

import os
import platform
from collections.abc import Sequence
from pathlib import Path
from statistics import median, quantiles


def verdict(what: str, value: float, most: float, unit: str = "", *, digits: int = 2) -> str:
    """« what: value (at most …): met »."""
    unit = f" {unit}" if unit else ""
    met = "met" if value <= most else "MISSED"
    return f"{what}: {value:.{digits}f}{unit} (at most {most:g}{unit}): {met}"


def at_least(what: str, value: float, least: float) -> str:
    """« what: value (at least …): met »."""
    met = "met" if value >= least else "MISSED"
    return f"{what}: {value:.2f} (at least {least:g}): {met}"


def spread(times: Sequence[float]) -> str:
    """The middle and the slow end of many durations (seconds)."""
    return f"p50 {milliseconds(median(times))}, p95 {milliseconds(late(times))}, of {len(times)}"


def late(times: Sequence[float]) -> float:
    """The 95th percentile."""
    return quantiles(times, n=20, method="inclusive")[-1]


def milliseconds(seconds: float) -> str:
    return f"{seconds * 1000:.1f} ms"


def machine() -> str:
    """What the figures are taken on, and how busy it is already."""
    system = f"{platform.system()} {platform.release()}, Python {platform.python_version()}"
    busy = f", load {os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else ""
    return f"{_processor()}, {os.cpu_count()} cores, {system}{busy}"


def _processor() -> str:
    known = Path("/proc/cpuinfo")
    if known.exists():
        for line in known.read_text(encoding="utf-8").splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    return platform.processor() or platform.machine()
