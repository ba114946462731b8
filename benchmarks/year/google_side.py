"""Google's side of the simulated year, in a process of its own: the sandbox, the clock by which it lives, and citizens who respond.

Prints its address, then does what each line of its standard input says, as JSON, and answers with a line. Citizens are many, so they
are written into the sandbox's world by its own code for a response, without the page that they would send it from. What it serves day
after day as it was, it keeps as text, each response and each window of the sheet by its content; and it compresses nothing.
"""

from __future__ import annotations

import gc
import json
import random
import secrets
import sys
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from hashlib import blake2b
from pathlib import Path
from typing import Any

import orjson

from gsandbox import ids, wire
from gsandbox.forms import responses, sheet, store
from gsandbox.forms.responses import micros
from gsandbox.sheets import values
from gsandbox.sheets.a1 import Window
from gsandbox.sheets.reading import Reader
from gsandbox.validation import Validator

from ..on_sandbox import PROJECT

sys.path.insert(0, str(PROJECT / "tests"))  # the sandbox with a clock of its own is a part of tests first

from quarter.google_side import GoogleSide

WORDS = (
    "थाने में जल्दी सुनवाई हुई और सबने आराम से बात की",
    "रिपोर्ट लिखवाने में देर लगी पर बाद में काम हो गया",
    "bahut achha vyavhar, pani aur baithne ki jagah bhi thi",
    "waited for long, nobody told me where to go",
    "कागज़ की प्रति नहीं मिली, दो बार आना पड़ा",
)

WINDOW, MOST_WINDOWS = 1000, 200
"""A reading of so many rows is kept as text; so many readings, of 2 MB each."""


class Citizens:
    """Who responds, the same in every run."""

    def __init__(
        self, codes: Sequence[str], questions: Mapping[str, str], options: Mapping[str, Sequence[str]]
    ) -> None:
        self._codes, self._questions, self._options = codes, questions, options
        self._chance = random.Random(20)

    def response(self) -> dict[str, list[str]]:
        """The words of one response, by question id; one in four writes a message, one in ten name and mobile number."""
        chance, said = self._chance, {}
        said["station"] = chance.choice(self._codes)
        for key, options in self._options.items():
            if options:
                said[key] = chance.choice(options)
            elif key not in ("station", "message", "name", "mobile"):
                said[key] = str(chance.choice((2, 3, 3, 4, 4, 4, 5, 5)))
        if chance.random() < 0.25:
            said["message"] = f"{chance.choice(WORDS)} {chance.randrange(10**6)}"
        if chance.random() < 0.1:
            said |= {"name": f"Nobody {chance.randrange(10**6)}", "mobile": f"60000{chance.randrange(10**5):05}"}
        return {self._questions[key]: [text] for key, text in said.items()}


def send(google: GoogleSide, form_id: str, citizens: Citizens, count: int, span: timedelta) -> int:
    """So many responses, spread over the span that ends now, each on a millisecond of its own."""
    with google.door.app.state.world.transaction() as db:
        form = store.find(db, form_id)
        assert form is not None
        rows, sent = [], []
        for turn in range(count):
            when = google.now - span + span * (turn + 1) / (count + 1)
            kept = citizens.response()
            text = json.dumps(kept, ensure_ascii=False)
            values = (ids.response_id(), form.id, "2_ABaOnu" + secrets.token_urlsafe(24), secrets.randbits(62), micros(when), micros(when), None, text)  # fmt: skip
            sent.append(values)
            rows.append(sheet.Row(when, kept))
        db.executemany("INSERT INTO form_responses VALUES (?, ?, ?, ?, ?, ?, ?, ?)", sent)
        sheet.append(db, form, *rows)
    return count


def serve_quickly() -> None:
    """Of the sandbox's CPU most went into the collector, into a check of its own replies, which its tests make, and into writing
    the same text again: that of a response which nobody sent again, and of a window of the sheet which nobody edited."""
    gc.disable()
    show, value_range, escaped = responses._shown, values.value_range, wire.escaped
    shown: dict[tuple[str, int], orjson.Fragment] = {}
    windows: dict[bytes, orjson.Fragment] = {}

    def response(row: tuple[Any, ...], *_: Any) -> Any:
        response_id, _, submitted, *_ = row
        if (response_id, submitted) not in shown:
            text = escaped(wire.dumps(show(row), pretty=False))
            shown[response_id, submitted] = orjson.Fragment(text)
        return shown[response_id, submitted]

    def window(reader: Reader, area: Window, render: values.Render) -> Any:
        if area.bottom - area.top < WINDOW:
            return value_range(reader, area, render)
        query = "SELECT group_concat(row || cells, char(10)) FROM rows WHERE tab = ? AND row >= ? AND row < ?"
        (rows,) = reader.db.execute(query, (area.tab.key, area.top, area.bottom)).fetchone()
        content = blake2b(f"{area.name}{render}{rows}".encode()).digest()
        if content not in windows:
            if len(windows) > MOST_WINDOWS:
                windows.clear()
            windows[content] = orjson.Fragment(escaped(wire.dumps(value_range(reader, area, render), pretty=False)))
        return windows[content]

    setattr(responses, "_shown", response)  # noqa: B010 - as the others
    setattr(values, "value_range", window)  # noqa: B010
    setattr(wire, "escaped", lambda data: data)  # noqa: B010
    setattr(wire, "wants_gzip", lambda *_: False)  # noqa: B010
    setattr(Validator, "reply", lambda *_: [])  # noqa: B010


def main() -> None:
    """python -m benchmarks.year.google_side WORLD: serve until the standard input ends."""
    serve_quickly()
    google = GoogleSide()
    google.open(Path(sys.argv[1]))
    print(google.root, flush=True)
    citizens: Citizens | None = None
    for line in sys.stdin:
        said: dict[str, Any] = json.loads(line)
        google.door.now = datetime.fromisoformat(said["now"])
        outcome: object = None
        if "citizens" in said:
            citizens = Citizens(**said["citizens"])
        if "count" in said and citizens:
            outcome = send(google, said["form"], citizens, said["count"], timedelta(seconds=said["span"]))
        gc.collect()
        print(json.dumps(outcome), flush=True)
    google.close()


if __name__ == "__main__":
    main()
