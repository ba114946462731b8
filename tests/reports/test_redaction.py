"""What must not leave the IG office is taken out of messages, in all three ways of writing, and little else with it."""

from __future__ import annotations

import hashlib
import re
import sys
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from stdnum.verhoeff import calc_check_digit

from anubhav_gforms.privacy import redaction
from anubhav_gforms.privacy.redaction import KINDS, Kind, find, kinds, redact
from anubhav_gforms.responses.alerts.grave import grave_matters
from benchmarks.redaction import sets
from benchmarks.redaction.__main__ import BARS, HARM_BAR, PRECISION_BAR, measure
from benchmarks.redaction.fresh import fresh
from benchmarks.redaction.later import lines
from benchmarks.redaction.messages import messages
from benchmarks.redaction.templates import templates
from benchmarks.redaction.unseen import unseen


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("मेरा नंबर ९८७६५ ४३२१० है", "मेरा नंबर [mobile] है"),
        ("call +91 98765-43210 or 09876543210", "call [mobile] or [mobile]"),
        ("mera number nau aath saat chhe paanch char teen do ek shunya hai", "mera number [mobile] hai"),
        ("अट्ठानवे छिहत्तर चौवन बत्तीस दस", "[mobile]"),
        ("ninety eight seven six five four three two one zero", "[mobile]"),
        ("नौ आठ डबल सात पांच चार तीन दो एक शून्य पर", "[mobile] पर"),
        ("आधार 2341 2341 2346", "आधार [aadhaar]"),
        ("pan acupa 7085 r diya", "pan [pan] diya"),
        ("CG-10-AB-1234 रोकी", "[vehicle] रोकी"),
        ("सी जी 10 ए बी १२३४ रोकी", "[vehicle] रोकी"),
        ("user@okaxis पर भेजा", "[upi] पर भेजा"),
        ("user एट द रेट जीमेल डॉट कॉम", "[e-mail]"),
        ("देखें www.example.org/abc", "देखें [link]"),
        ("अपराध क्रमांक ४५/२६ में", "[fir] में"),
        ("account 123456789012345 band", "account [number] band"),
        ("नौ 8 ७ six पाँच 4 ३ do 1 शून्य par", "[mobile] par"),
        ("९.८.७.६.५.४.३.२.१.० और", "[mobile] और"),
        ("98765 aur 43210 hai", "[mobile] hai"),
        ("9876O5432O", "[mobile]"),
        ("nine8seven6five4three2one0", "[mobile]"),
        ("atthanve chhihattar chauvan battis das", "[mobile]"),
        ("Aadhaar no 2 3 4 1 2 3 4 1 2 3 4 6", "Aadhaar no [aadhaar]"),
        ("UP 32 AB 1234 / c g 10 a b 1234", "[vehicle] / [vehicle]"),
        ("A B C P K 1 2 3 4 L", "[pan]"),
        ("user (at) example (dot) co (dot) in", "[e-mail]"),
        ("user at the rate gmail com", "[e-mail]"),
        ("example dot com slash abc", "[link]"),
        ("FIR 45-2026 par", "[fir] par"),
        ("A.S.I. Zorak and Sub-Inspector Vemu", "A.S.I. [name] and Sub-Inspector [name]"),
        ("Police officer Zorak came; the officer was kind", "Police officer [name] came; the officer was kind"),
        ("main zorak bol raha hu", "main [name] bol raha hu"),
        ("श्री कखगन टडनप ने मदद की", "श्री [name] ने मदद की"),
        ("mera naam zorak vemu hai", "mera naam [name] hai"),
        ("नौआठसातछहपाँचचारतीनदोएकशून्य पर", "[mobile] पर"),
        ("NineEightSevenSixFiveFourThreeTwoOneZero", "[mobile]"),
        ("mera &#57;&#56;&#55;&#x36;&#53;&#52;&#51;&#50;&#49;&#48; hai", "mera [mobile] hai"),
        ("mera %39%38%37%36%35%34%33%32%31%30 hai", "mera [mobile] hai"),
        ("mera " + "".join(f"%2525{ord(sign):x}" for sign in "9876543210"), "mera [mobile]"),
        ("mera " + "".join(f"&amp;amp;#{ord(sign)};" for sign in "9876543210"), "mera [mobile]"),
        ("\u3164".join("9876543210"), "[mobile]"),
        ("ok%1b%00%7f98765%00%00%0043210", "ok   [mobile]"),
        ("ok" + "".join(chr(0xE0000 + ord(sign)) for sign in "9876543210"), "ok"),
        ("धारा 987/654/321/0", "धारा [mobile]"),
    ],
)
def test_it_is_taken_out(text, left):
    assert redact(text).text == left


@pytest.mark.parametrize(
    "text",
    [
        "12-05-2026 10:30 को 50000 रुपये दिए",
        "एक दो तीन बार गया, 420 धारा",
        "टीआई साहब बहुत अच्छे हैं",
        "the inspector was polite and the constable helped me",
        "112 aur 100 par phone lagaya",
        "5 में से 4 लोग खुश थे",
        "धारा 151/107/116/117 में भेज दिया",
        "IPC 294, 323, 506, 34 lagi",
        "पॉक्सो एक्ट धारा 6",
        "आर्म्स एक्ट 25/27 लगाया",
        "12345/- ka chalan kata",
        "1091 par phone lagaya",
        "",
    ],
)
def test_what_says_nothing_of_anybody_stays(text):
    assert redact(text).text == text


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_every_kind_finds_and_spares_what_it_says(kind: Kind) -> None:
    assert kind.finds
    assert kind.spares
    for text, left in kind.finds:
        found = redact(text, spare=[each for each in KINDS if each is not kind])
        assert found.text == left
        assert not redact(text).harmless
    for text in kind.spares:
        assert find(text, [kind]) == ()


def test_every_file_of_a_kind_is_in_the_registry_and_no_two_share_a_name() -> None:
    folder = Path(redaction.__file__).parent
    made = [
        name
        for path in folder.glob("*.py")
        for name in re.findall(r"^(\w+)(?:: Kind)? = Kind\(", path.read_text("utf-8"), re.MULTILINE)
    ]
    assert {id(getattr(kinds, name)) for name in made} == set(map(id, KINDS))
    assert len({kind.name for kind in KINDS}) == len(KINDS) == len(made)


def test_no_harmless_word_is_a_name_a_place_or_grave() -> None:
    """The list lets texts go: what could say who was there or what happened must not be on it."""
    lines = (Path(redaction.__file__).parent / "harmless.txt").read_text("utf-8").splitlines()
    words = {word for line in lines if not line.startswith("#") for word in line.split()}
    names = (Path(redaction.__file__).parent / "names.txt").read_text("utf-8")
    listed = {word for line in names.splitlines() if not line.startswith("#") for word in line.split()}
    assert words & listed == set()
    assert {word for word in words if grave_matters(word)} == set()


@pytest.mark.parametrize(
    "text",
    [
        "No copy of the FIR was given",
        "FIR nahi likhi",
        "एफआईआर नहीं लिखी",
        "Tina ne madad ki",
        "bina diye kaam nahi",
        "thane me 442 log",
    ],
)
def test_a_denial_a_name_or_a_long_number_keeps_a_text_back(text: str) -> None:
    assert not redact(text).harmless
    assert redact("thane me bahut accha vyavhar, thank you").harmless


HOSTILE = [
    "98 ",
    "nau ",
    "ek xx ",
    "FIR ",
    "name: a",
    "@",
    "a@",
    "ward no ",
    "पिता ",
    "ramesh ",
    "- ",
    "\n",
    "dob 1 ",
    "insta id ",
    "x",
    "xxxx-",
    "a.b",
    "no no ",
    "1/",
    "बेटी क ",
]


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_every_kind_costs_linear_time(kind: Kind) -> None:
    """Lines of our code that run for twice the text are at most a little more than twice as many, whatever is repeated."""
    for piece in HOSTILE:
        short, long = (lines_run(kind, piece * (size // len(piece))) for size in (600, 2400))
        assert long <= 6 * short + 400, piece


def lines_run(kind: Kind, text: str) -> int:
    """How many lines of Python ran. What runs inside a pattern is bounded by `linear`, which refuses all others."""
    count = 0

    def step(frame: Any, event: str, arg: Any) -> Any:
        nonlocal count
        count += event == "line"
        return step

    before = sys.gettrace()
    sys.settrace(step)
    try:
        list(kind.find(text))
    finally:
        sys.settrace(before)
    return count


def test_a_spaced_aadhaar_is_not_taken_for_a_mobile_and_three_more_digits():
    digits = "98765432101"
    digits += calc_check_digit(digits)
    assert redact(f"aadhaar {' '.join(digits)} diya").text == "aadhaar [aadhaar] diya"
    assert redact("9 8 7 6 5 4 3 2 1 0 aur 5 5 log").text.startswith("[mobile]")


def test_finds_are_in_order_and_inside_the_text():
    found = redact("Mr Zorak Vemu, 9876543210, CG10AB1234").finds
    assert [each.kind.word for each in found] == ["name", "mobile", "vehicle"]
    assert all(one.end <= two.start for one, two in pairwise(found))


def test_decomposed_devanagari_is_read_too():
    assert redact("मेरा नाम ज़\u093cरक है").text == "मेरा नाम [name] है"


def test_the_bars_of_the_benchmark_hold_for_other_messages_too():
    recall, precision, harm, _ = measure(messages(2000, seed=99))
    for kind, bar in BARS.items():
        hits, total = (
            sum(column) for column in zip(*(cell for (name, _), cell in recall.items() if name == kind), strict=True)
        )
        assert hits / total >= bar, kind
    assert all(good / total >= PRECISION_BAR for good, total in precision.values())
    assert all(bad / total <= HARM_BAR for bad, total in harm.values())


FROZEN = {
    "elder": "cd3ae84c6fdb581a",
    "student": "e67b8fd193e257db",
    "office": "5de1c2aabdd6570a",
}
"""Digests of the three sets that were written after the rules: whoever changes one has no such set any more."""


@pytest.mark.parametrize("name", FROZEN)
def test_the_three_sets_stand_as_they_were_before_the_first_run(name: str) -> None:
    content = (Path(sets.__file__).parent / f"{name}.py").read_bytes()
    assert hashlib.sha256(content).hexdigest()[:16] == FROZEN[name]


def test_nothing_planted_seems_harmless() -> None:
    every = [
        *(each for written in sets.written() for each in written.messages),
        *lines(),
        *templates(),
        *fresh(),
        *unseen(600),
    ]
    assert [each.text for each in every if each.planted and redact(each.text).harmless] == []


def test_mobiles_of_the_three_sets_are_obviously_invented() -> None:
    """Five digits in a row that run up or down, or four times the same."""
    mobiles = [
        each.text
        for written in sets.written()
        for message in written.messages
        for each in message.planted
        if each.kind == "mobile"
    ]
    digits = [re.sub(r"\D", "", text) for text in mobiles]
    runs = ["0123456789", "9876543210"]
    odd = [
        each
        for each in digits
        if len(each) >= 10
        and not re.search(r"(\d)\1{3}", each)
        and not any(each[at : at + 5] in run for run in runs for at in range(len(each) - 4))
    ]
    assert odd == []
    assert len([each for each in digits if len(each) >= 10]) > 15
