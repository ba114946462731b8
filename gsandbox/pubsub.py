"""Cloud Pub/Sub as far as a program needs it that is woken by a form: topics, subscriptions, pull, acknowledge."""

from __future__ import annotations

import json
import secrets
import sqlite3
from collections.abc import Callable
from datetime import datetime, timedelta

from . import clock, ids
from .front import Call, Handler
from .refusal import Refusal
from .wire import Json

SCHEMA = """
CREATE TABLE IF NOT EXISTS topics (name TEXT PRIMARY KEY) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS subscriptions (name TEXT PRIMARY KEY, topic TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS messages (
  id TEXT PRIMARY KEY,
  subscription TEXT NOT NULL,
  attributes TEXT NOT NULL,
  published TEXT NOT NULL,
  due TEXT NOT NULL,               -- not handed out before
  ack TEXT NOT NULL DEFAULT ''     -- of the last time it was handed out
) WITHOUT ROWID;
"""
LEASE = timedelta(seconds=10)
"""So long a message that was handed out waits for its acknowledgement."""


def is_topic(db: sqlite3.Connection, name: str) -> bool:
    """Whether there is such a topic."""
    return db.execute("SELECT 1 FROM topics WHERE name = ?", (name,)).fetchone() is not None


def publish(db: sqlite3.Connection, topic: str, attributes: Json, *, when: datetime, due: datetime) -> None:
    """Put a message without content into every subscription of a topic; nobody gets it before `due`."""
    for (name,) in db.execute("SELECT name FROM subscriptions WHERE topic = ?", (topic,)).fetchall():
        row = (ids.digits(17), name, json.dumps(attributes), clock.rfc3339(when), clock.rfc3339(due))
        db.execute("INSERT INTO messages (id, subscription, attributes, published, due) VALUES (?, ?, ?, ?, ?)", row)


def _taken(name: str) -> Refusal:
    text = f"Resource already exists in the project (resource={name.rpartition('/')[2]})."
    return Refusal(409, text, google_status="ALREADY_EXISTS")


def _missing(name: str) -> Refusal:
    return Refusal(404, f"Resource not found (resource={name.rpartition('/')[2]}).")


def _make_topic(db: sqlite3.Connection, call: Call, name: str, when: datetime) -> Json:
    if is_topic(db, name):
        raise _taken(name)
    db.execute("INSERT INTO topics VALUES (?)", (name,))
    return {"name": name}


def _make_subscription(db: sqlite3.Connection, call: Call, name: str, when: datetime) -> Json:
    topic = call.body.get("topic", "")
    if not is_topic(db, topic):
        raise _missing(topic)
    if db.execute("SELECT 1 FROM subscriptions WHERE name = ?", (name,)).fetchone():
        raise _taken(name)
    db.execute("INSERT INTO subscriptions VALUES (?, ?)", (name, topic))
    return _subscription(db, call, name, when)


def _subscription(db: sqlite3.Connection, call: Call, name: str, when: datetime) -> Json:
    row = db.execute("SELECT topic FROM subscriptions WHERE name = ?", (name,)).fetchone()
    if row is None:
        raise _missing(name)
    return {"name": name, "topic": row[0], "ackDeadlineSeconds": 10, "state": "ACTIVE"}


def _pull(db: sqlite3.Connection, call: Call, name: str, when: datetime) -> Json:
    """What is due. Without any the reply is empty at once; Google may wait a while before it says so."""
    _subscription(db, call, name, when)
    most = call.body.get("maxMessages", 0)
    if most < 1:
        raise Refusal(400, "You have passed an invalid argument to the service (argument=max_messages).")
    query = "SELECT id, attributes, published FROM messages WHERE subscription = ? AND due <= ? ORDER BY due LIMIT ?"
    received = []
    for message_id, attributes, published in db.execute(query, (name, clock.rfc3339(when), most)).fetchall():
        ack = secrets.token_urlsafe(40)
        again = clock.rfc3339(when + LEASE)
        db.execute("UPDATE messages SET due = ?, ack = ? WHERE id = ?", (again, ack, message_id))
        told = clock.shortened(published)
        message = {"attributes": json.loads(attributes), "messageId": message_id, "publishTime": told}
        received.append({"ackId": ack, "message": message})
    return {"receivedMessages": received} if received else {}


def _acknowledge(db: sqlite3.Connection, call: Call, name: str, when: datetime) -> Json:
    _subscription(db, call, name, when)
    for ack in call.body.get("ackIds", []):
        db.execute("DELETE FROM messages WHERE subscription = ? AND ack = ?", (name, ack))
    return {}


def _of_name(serve: Callable[[sqlite3.Connection, Call, str, datetime], Json]) -> Handler:
    """A method that is told the name in its address, that of a topic or a subscription."""
    return lambda db, call, when: serve(db, call, call.request.url.path.removeprefix("/v1/").partition(":")[0], when)


HANDLERS: dict[str, Handler] = {
    "pubsub.projects.topics.create": _of_name(_make_topic),
    "pubsub.projects.subscriptions.create": _of_name(_make_subscription),
    "pubsub.projects.subscriptions.get": _of_name(_subscription),
    "pubsub.projects.subscriptions.pull": _of_name(_pull),
    "pubsub.projects.subscriptions.acknowledge": _of_name(_acknowledge),
}
