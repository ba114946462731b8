"""Sentences with one invented thing in each, written after the rules of 72d4a0f by their author, and never used to change them.

Names are rare ones and common ones as they come; every value is invented.
"""

from __future__ import annotations

import random

from .messages import Message, Planted, Script, devanagari

GIVEN = [
    "Ramesh",
    "Sunita",
    "Dukalha",
    "Phulbasan",
    "Manglin",
    "Tihari",
    "Jhuriya",
    "Bisnath",
    "Kausilya",
    "Anupam",
    "Shailendri",
    "Ghasnin",
    "Hemlal",
    "Tarini",
    "Rukhmin",
    "Bhukhan",
]
FAMILY = [
    "Sahu",
    "Netam",
    "Kaiwartya",
    "Dhritlahre",
    "Patel",
    "Bhoi",
    "Siyar",
    "Pradhani",
    "Jogansh",
    "Kurrey",
    "Adile",
    "Sidar",
]
HINDI_GIVEN = [
    "रमेश",
    "सुनीता",
    "दुकल्हा",
    "फुलबासन",
    "मंगलिन",
    "तिहारी",
    "झुरिया",
    "बिसनाथ",
    "कौशिल्या",
    "अनुपम",
    "शैलेंद्री",
    "घसनिन",
    "हेमलाल",
    "तारिणी",
    "रुखमिन",
    "भूखन",
]
VILLAGES = ["Semariya", "Khamhardih", "Parsahi", "Lohardih", "Bhanwartank", "Kukdur", "Nawapali", "Jamdih"]
HINDI_VILLAGES = ["सेमरिया", "खम्हारडीह", "परसाही", "लोहारडीह", "भंवरटंक", "कुकदूर", "नवापाली", "जामडीह"]
TEMPLATES = {
    Script.HINDI: {
        "mobile": ["जवाब देना हो तो {mobile} पर दीजिए", "मोर नंबर {mobile} हे, फोन कर देहू", "संपर्क : {mobile}"],
        "account": ["मेरे खाता क्रमांक {account} से पैसे कटे", "एटीएम कार्ड {card} छीन लिया"],
        "identity": ["वोटर आईडी {voter} जमा कराई", "पासपोर्ट {passport} का सत्यापन", "आईएफएससी {ifsc} वाली शाखा"],
        "address": ["मैं ग्राम {village} का रहने वाला हूँ", "हमर गांव {village} म चोरी होइस", "पता: वार्ड क्रमांक {ward}, {village}"],
        "relation": ["मेरी पत्नी {given} को बुलाया", "{given} पिता {given2} की रिपोर्ट", "मेरी बेटी {given} डरी हुई है", "मोर बेटा {given} ला धर के लेगे"],
        "bare name": ["{given} ने पैसे लिए", "वहाँ {given} बैठा था", "{given} हर बने गोठियाइस"],
        "signature": ["बहुत परेशान हूँ। प्रार्थी {given}", "सुनवाई नहीं हुई - {given}"],
    },
    Script.ROMAN: {
        "mobile": ["jawab dena ho to {mobile} pe dena", "mor number {mobile} he", "sampark {mobile}"],
        "account": ["mera khata no {account} hai", "atm card {card} le liya"],
        "identity": ["voter card {voter} jama kiya", "passport no {passport} ka verification", "ifsc {ifsc} wali branch"],
        "address": ["mai gram {village} ka rehne wala hu", "hamar gaon {village} ma chori hois", "pata ward no {ward} {village}"],
        "relation": ["meri patni {given} ko bulaya", "{given} pita {given2} ki report", "meri beti {given} dari hui hai", "mor beta {given} la dhar ke lege"],
        "bare name": ["{given} ne paise liye", "waha {given} baitha tha", "{given} {family} bane goth karis"],
        "signature": ["bahut pareshan hu. prarthi {given} {family}", "sunwai nahi hui - {given}"],
    },
    Script.ENGLISH: {
        "mobile": ["reply on {mobile} please", "contact: {mobile}", "my no is {mobile}"],
        "account": ["money went from account {account}", "they kept my card {card}"],
        "identity": ["voter id {voter} was taken", "passport {passport} verification", "branch with IFSC {ifsc}"],
        "address": ["I live in village {village}", "address is ward {ward}, {village}", "theft at {village} last week"],
        "relation": ["my wife {given} was called", "complaint of {given} s/o {given2}", "my daughter {given} is afraid"],
        "bare name": ["{given} took the money", "{given} {family} was sitting there"],
        "signature": ["Nobody listened. Regards, {given} {family}", "Very upset\n{given} {family}"],
    },
}  # fmt: skip
WAYS = (
    "{d}",
    "{a} {b}",
    "{a}-{b}",
    "{a} aur {b}",
    "{a} phir {b}",
    "{a}...{b}",
    "+91{d}",
    "{a}/{b}",
    "({a}){b}",
    "{a} baad me {b}",
    "{said}",
)
SAID = {
    Script.HINDI: ["सुन्ना", "एक", "दू", "तीन", "चार", "पाँच", "छै", "सात", "आठ", "नौ"],
    Script.ROMAN: ["sunna", "ek", "du", "teen", "chaar", "paanch", "chhai", "saat", "aath", "nau"],
    Script.ENGLISH: ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"],
}


def templates(count: int = 1200, seed: int = 20261126) -> list[Message]:
    """Sentences with one invented thing in each."""
    chance = random.Random(seed)
    made = []
    for _ in range(count):
        script = chance.choice(list(Script))
        kind = chance.choice(list(TEMPLATES[script]))
        text = chance.choice(TEMPLATES[script][kind])
        filled = {name: value for name, value in _values(chance, script).items() if f"{{{name}}}" in text}
        made.append(Message(script, text.format(**filled), tuple(Planted(kind, value) for value in filled.values())))
    return made


def _values(chance: random.Random, script: Script) -> dict[str, str]:
    def digits(size: int) -> str:
        return "".join(chance.choice("0123456789") for _ in range(size))

    number = chance.choice("6789") + digits(9)
    said = " ".join(SAID[script][int(digit)] for digit in number)
    given, village = (HINDI_GIVEN, HINDI_VILLAGES) if script is Script.HINDI else (GIVEN, VILLAGES)
    one, two = chance.sample(given, 2)
    if script is Script.ROMAN and chance.random() < 0.5:
        one, two = one.lower(), two.lower()
    mobile = chance.choice(WAYS).format(d=number, a=number[:5], b=number[5:], said=said)
    return {
        "mobile": devanagari(mobile) if script is Script.HINDI and chance.random() < 0.3 else mobile,
        "account": digits(chance.choice((11, 14))) if chance.random() < 0.5 else f"{digits(4)} {digits(4)} {digits(3)}",
        "card": " ".join(digits(4) for _ in range(4)),
        "voter": "".join(chance.choice("ABCDKLMX") for _ in range(3)) + digits(7),
        "passport": chance.choice("KLMNPRS") + str(chance.randrange(1, 9)) + digits(6),
        "ifsc": "".join(chance.choice("ABCHKNPS") for _ in range(4)) + "0" + digits(6),
        "village": chance.choice(village),
        "ward": str(chance.randrange(1, 60)),
        "given": one,
        "given2": two,
        "family": chance.choice(FAMILY),
    }
