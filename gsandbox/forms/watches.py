"""Watches of a form: who is told, over Pub/Sub, that there are new responses or that the form was edited."""

from __future__ import annotations

import re
import sqlite3
import uuid
from datetime import datetime, timedelta

from .. import pubsub
from ..clock import rfc3339, shortened
from ..refusal import Refusal
from ..wire import Json

SCHEMA = """
CREATE TABLE IF NOT EXISTS watches (
  form_id TEXT NOT NULL,
  id TEXT NOT NULL,
  event TEXT NOT NULL,             -- RESPONSES, SCHEMA
  topic TEXT NOT NULL,
  created TEXT NOT NULL,
  expires TEXT NOT NULL,
  told TEXT NOT NULL DEFAULT '',   -- when the last notice was, or will be, handed out
  PRIMARY KEY (form_id, id)
) WITHOUT ROWID;
"""
LIFE = timedelta(days=7)
APART = timedelta(seconds=30)
"""At most one notice in this time."""
_COLUMNS = "id, event, topic, created, expires"


def create(db: sqlite3.Connection, form_id: str, body: Json, when: datetime) -> Json:
    """A new watch. Raises Refusal: no topic, a watch of this kind that is there, an id that is taken."""
    watch = body.get("watch", {})
    event, topic = watch.get("eventType", ""), watch.get("target", {}).get("topic", {}).get("topicName", "")
    if event not in ("RESPONSES", "SCHEMA"):
        raise Refusal(400, "watch.event_type must be set.")
    if not re.fullmatch(r"projects/[^/]+/topics/[^/]+", topic):
        raise Refusal(400, "watch.target.topic.topic_name must name a topic.")
    if not pubsub.is_topic(db, topic):
        raise Refusal(403, "Topic parent project not found or permission denied.")
    if any(one["eventType"] == event for one in shown(db, form_id, when)):
        text = "A watch for the given end user, project, form, and event type already exists."
        raise Refusal(400, text, google_status="FAILED_PRECONDITION")
    watch_id = body.get("watchId") or str(uuid.uuid4())
    if body.get("watchId") and not re.fullmatch(r"[a-z-]{4,63}", watch_id):
        raise Refusal(400, "watch_id must be 4 to 63 characters of a-z and -.")
    db.execute("DELETE FROM watches WHERE form_id = ? AND id = ? AND expires <= ?", (form_id, watch_id, rfc3339(when)))
    if db.execute("SELECT 1 FROM watches WHERE form_id = ? AND id = ?", (form_id, watch_id)).fetchone():
        raise Refusal(409, "Requested entity already exists", google_status="ALREADY_EXISTS")
    row = (form_id, watch_id, event, topic, rfc3339(when), rfc3339(when + LIFE))
    db.execute("INSERT INTO watches (form_id, id, event, topic, created, expires) VALUES (?, ?, ?, ?, ?, ?)", row)
    return _one(db, form_id, watch_id)


def shown(db: sqlite3.Connection, form_id: str, when: datetime) -> list[Json]:
    """The watches of a form that have not run out."""
    query = f"SELECT {_COLUMNS} FROM watches WHERE form_id = ? AND expires > ?"  # noqa: S608 - a constant
    return [_watch(row) for row in db.execute(query, (form_id, rfc3339(when)))]


def renew(db: sqlite3.Connection, form_id: str, watch_id: str, when: datetime) -> Json:
    """Seven more days from now. Raises Refusal (403) for one that is not there."""
    _one(db, form_id, watch_id)
    change = "UPDATE watches SET expires = ? WHERE form_id = ? AND id = ?"
    db.execute(change, (rfc3339(when + LIFE), form_id, watch_id))
    return _one(db, form_id, watch_id)


def delete(db: sqlite3.Connection, form_id: str, watch_id: str) -> Json:
    """End a watch. Raises Refusal (403) for one that is not there."""
    _one(db, form_id, watch_id)
    db.execute("DELETE FROM watches WHERE form_id = ? AND id = ?", (form_id, watch_id))
    return {}


def tell(db: sqlite3.Connection, form_id: str, event: str, when: datetime) -> None:
    """Something happened: a notice without content, later when the last one was a moment ago, none when one is on its way."""
    query = "SELECT id, topic, told FROM watches WHERE form_id = ? AND event = ? AND expires > ?"
    for watch_id, topic, told in db.execute(query, (form_id, event, rfc3339(when))).fetchall():
        if told > rfc3339(when):
            continue
        due = max(when, datetime.fromisoformat(told) + APART) if told else when
        attributes = {"eventType": event, "formId": form_id, "watchId": watch_id}
        pubsub.publish(db, topic, attributes, when=when, due=due)
        db.execute("UPDATE watches SET told = ? WHERE form_id = ? AND id = ?", (rfc3339(due), form_id, watch_id))


def _one(db: sqlite3.Connection, form_id: str, watch_id: str) -> Json:
    query = f"SELECT {_COLUMNS} FROM watches WHERE form_id = ? AND id = ?"  # noqa: S608 - a constant
    row = db.execute(query, (form_id, watch_id)).fetchone()
    if row is None:
        raise Refusal(403, "Watch not found or permission denied.")
    return _watch(row)


def _watch(row: tuple[str, ...]) -> Json:
    watch_id, event, topic, created, expires = row
    target = {"topic": {"topicName": topic}}
    state = {"createTime": shortened(created), "expireTime": shortened(expires), "state": "ACTIVE"}
    return {"id": watch_id, "target": target, "eventType": event, **state}
