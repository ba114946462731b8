"""Any bytes, at every parser that reads what comes from outside: an end, or an error that is ours. See make fuzz."""

from __future__ import annotations

import shutil
from collections.abc import Iterator

import pytest
import requests
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from anubhav_gforms.google.form_page import read_public_page
from benchmarks.fuzz.hypo import mixed
from benchmarks.fuzz.targets import FOLDER, Target, targets

SLOW = {"config": 15, "state": 15, "roster": 20, "import": 20, "photo": 15, "message": 25}
"""Parsers that need a file each time get fewer examples here; make fuzz gives them all they want."""
FOUND = {
    "photo text": [b"//[", b"http://[::1", b"https://docs.google.com/?entry.2147483647=%00"],
    "sheet": [
        b'[[46000.5],["\\ud96a"],["\\ud96a"],["\\ud96a"],["\\ud96a"],["\\ud96a"],["\\ud96a"]]',
        b"[[Infinity, NaN, -1e308, 1e400]]",
    ],
    "state": [b"{}", b"[" * 3000],
    "public page": [
        b"FB_PUBLIC_LOAD_DATA_ = " + b"[" * 100_000 + b";</script>",
        b"<![5;</t><i\xff\xffnput n];</t>",
        b"<![CDATA[",
    ],
    "refusal": [b"[" * 100_000, b'{"error":{"details":[null],"errors":[1]}}'],
    "message": [b"9" * 5000, b"a.b" * 1700, b"my name is " * 400],
    "import": [b"Timestamp\n" + b'"' * 7, b"\xff\xfe\x00"],
    "roster": [b"\xff\xfe\x00", b"code,name_en,name_hi,district,kind\n" + b"a" * 200_000],
}
"""What broke a parser once, and what was feared to."""


@pytest.fixture(autouse=True, scope="module")
def swept() -> Iterator[None]:
    yield
    shutil.rmtree(FOLDER, ignore_errors=True)


@pytest.mark.parametrize("target", targets(), ids=lambda target: target.name)
def test_any_bytes_end_well_or_in_an_error_of_ours(target: Target) -> None:
    for known in (*target.seeds, *FOUND.get(target.name, [])):
        target.run(known)
    some = (
        st.binary(max_size=400)
        | st.text(max_size=80).map(str.encode)
        | st.one_of([mixed(each) for each in target.seeds])
    )

    @settings(
        max_examples=SLOW.get(target.name, 60), deadline=None, database=None, suppress_health_check=list(HealthCheck)
    )
    @given(some)
    def throw(data: bytes) -> None:
        target.run(data)

    throw()


def test_a_field_behind_a_broken_declaration_is_read() -> None:
    """A page that is not Google's own, such as what a hotel's network shows in its place."""
    reply = requests.Response()
    reply.status_code, reply.encoding, reply.url = 200, "utf-8", "https://docs.google.com/"
    reply._content = b'<![5;</t><p><![if x]><input name="fbzx" value="7">'
    page = read_public_page(reply.url, reply)
    assert (page.hidden, page.why) == ({"fbzx": "7"}, "it shows no questions")
