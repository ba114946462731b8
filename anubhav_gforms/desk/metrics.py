"""Numbers of the desk for a Prometheus that watches it: requests, readers, age of the last pull; nothing that a response moves."""

from __future__ import annotations

from prometheus_client import CollectorRegistry, Counter, Gauge, ProcessCollector, generate_latest


class Numbers:
    """The numbers of one run of the desk."""

    def __init__(self) -> None:
        self._registry = CollectorRegistry()
        ProcessCollector(registry=self._registry)

        def gauge(name: str, meaning: str) -> Gauge:
            return Gauge(f"anubhav_{name}", meaning, registry=self._registry)

        self.requests = Counter("anubhav_requests", "Requests", ("method", "status"), registry=self._registry)
        self.wrong_passwords = Counter("anubhav_wrong_passwords", "Logins refused", registry=self._registry)
        self.streams = gauge("streams", "Open streams of readers")
        self.sessions = gauge("sessions", "Officers logged in")
        self.pull_age = gauge("pull_age_seconds", "Seconds since the last pull; -1 before the first")

    def counted(self, method: str, status: int) -> None:
        """A reply was sent."""
        known = method if method in ("GET", "HEAD", "POST") else "other"
        self.requests.labels(known, str(status)).inc()

    def text(self) -> bytes:
        """All of them as Prometheus reads them."""
        return generate_latest(self._registry)
