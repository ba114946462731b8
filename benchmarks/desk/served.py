"""The server that is measured, and readers who look at its pages and hear its stream."""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from statistics import median, quantiles
from typing import Any
from urllib.parse import urlsplit

READERS = 200
LOOKS = 3
"""Pages that each reader loads, one after the other."""
NEWS_BAR, LOAD_BAR = 5.0, 10.0
"""Seconds from a pull to the last stream that heard, and to the last page."""
TICKS = os.sysconf("SC_CLK_TCK")


class Process:
    """The server that is measured."""

    def __init__(self, *words: str) -> None:
        line = [sys.executable, "-m", "benchmarks.desk.serve", *words]
        self.process = subprocess.Popen(line, stdin=subprocess.PIPE, stdout=subprocess.PIPE, encoding="utf-8")
        assert self.process.stdout is not None
        self.address = self.process.stdout.readline().strip()
        parts = urlsplit(self.address)
        self.root, self.port = f"{parts.scheme}://{parts.netloc}", int(parts.port or 0)

    def ahead(self, seconds: float) -> None:
        """Move its clock."""
        assert self.process.stdin is not None
        self.process.stdin.write(f"clock {seconds}\n")
        self.process.stdin.flush()

    @property
    def cpu(self) -> float:
        """Seconds of CPU so far."""
        fields = Path(f"/proc/{self.process.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / TICKS

    @property
    def memory(self) -> float:
        """MB of memory now."""
        return self._megabytes("VmRSS")

    @property
    def most(self) -> float:
        """MB of memory at most so far."""
        return self._megabytes("VmHWM")

    def _megabytes(self, name: str) -> float:
        lines = Path(f"/proc/{self.process.pid}/status").read_text().splitlines()
        return next(int(line.split()[1]) for line in lines if line.startswith(name)) / 1024

    def end(self) -> None:
        self.process.terminate()
        self.process.wait(20)


async def get(port: int, path: str, cookie: str = "") -> bytes:
    """One page over a connection of its own."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nCookie: {cookie}\r\nConnection: close\r\n\r\n".encode())
    said = await reader.read()
    writer.close()
    assert said.startswith(b"HTTP/1.1 200"), said[:80]
    return said


async def timed(port: int, path: str, cookie: str = "") -> float:
    began = time.perf_counter()
    await get(port, path, cookie)
    return time.perf_counter() - began


async def crowd(port: int, paths: Sequence[str], cookie: str = "") -> list[float]:
    """How long each page took while all readers look at the same time."""

    async def one(number: int) -> list[float]:
        return [await timed(port, paths[(number + turn) % len(paths)], cookie) for turn in range(LOOKS)]

    return [each for part in await asyncio.gather(*map(one, range(READERS))) for each in part]


async def news(port: int, cookie: str, pull: Any, readers: int = READERS) -> tuple[list[float], list[float]]:
    """Seconds from the end of a pull until each reader's stream says so, and until their page is there again."""
    streams = []
    for _ in range(readers):
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(f"GET /events HTTP/1.1\r\nHost: 127.0.0.1\r\nCookie: {cookie}\r\n\r\n".encode())
        while not (await reader.readline()).startswith(b"data:"):
            pass
        streams.append((reader, writer))
    await asyncio.to_thread(pull)
    began = time.perf_counter()

    async def one(reader: asyncio.StreamReader) -> tuple[float, float]:
        while not (await reader.readline()).startswith(b"data:"):
            pass
        heard = time.perf_counter() - began
        await get(port, "/", cookie)
        return heard, time.perf_counter() - began

    times = await asyncio.gather(*(one(reader) for reader, _ in streams))
    for _, writer in streams:
        writer.close()
    return [heard for heard, _ in times], [loaded for _, loaded in times]


def shown(title: str, seconds: Sequence[float]) -> None:
    print(
        f"{title:58}{1000 * median(seconds):>9.0f} ms{1000 * quantiles(seconds, n=20)[-1]:>9.0f} ms{1000 * max(seconds):>9.0f} ms"
    )
