"""Grave matters are heard as people of the range write them; praise, waiting and dirty toilets are none."""

from __future__ import annotations

import pytest

from anubhav_gforms.responses.alerts.grave import GRAVE, NUMBER, SENSES, TOGETHER, UNLESS_AFTER, grave_matters

SPOKEN = {
    "money": """
        काम कराने के लिए रिशवत मांगे
        साहब बोले दो हज़ार दो नहीं तो चक्कर लगाते रहो
        bina paise diye koi kaam nahi hota
        chai pani ka kharcha maangte hai
        munshi ne 500 liye tab report likhi
        jeb garam karo tab sunte hai
        बिना पइसा के काम नइ होवय
        Paid nothing, but they demanded ₹1,500 first
        चालान काटा पर रसीद नहीं दी
    """,
    "refused": """
        रिपोर्ट लिखाने गए तो भगा दिया
        FIR nai likhe, 3 baar aaya
        sahab ne aavedan lene se inkaar kar diya
        They would not register my complaint
        बोले यह हमारे क्षेत्र का मामला नहीं
        समझौता कर लो कह कर दबाव बनाया
    """,
    "violence": """
        सिपाही ने डंडे से मारा
        bete ka haath tod diya
        baal pakad kar ghasita
        jhuthe case me phasane ki dhamki di
        The constable hit my brother
        टोनही कहिके गांव वाले मन मारिन
    """,
    "custody": """
        रात भर थाने में बैठाए रखा
        do din tak andar rakha
        bina warrant ghar se le gaye
        मोर भाई ला उठा के ले गिन
    """,
    "sexual": """
        थाने में महिला को अकेले कमरे में बुलाया
        ladki ko gande message bhejta hai
        He touched my daughter
        गलत तरीके से छुआ
    """,
    "caste": """
        जाति का नाम लेकर गाली दी
        neech kehkar bhaga diya
    """,
    "suicide": """
        मैं जान दे दूंगा
        jeene ka man nahi karta
    """,
}
ORDINARY = """
    चोर को तुरंत गिरफ्तार किया, धन्यवाद
    मेरा खोया पैसा वापस दिलाया, बहुत अच्छा काम
    saheb ne mera 5000 rupaya wapas dilaya fraud wale se
    रात में पुलिस लाठी लेकर गश्त करती है अच्छा लगता है
    beat constable roz aate hai, bahut madad karte hai
    महिला शौचालय बहुत गंदा है
    जाति प्रमाण पत्र के लिए सत्यापन जल्दी हो गया
    complaint likhne me koi dikkat nahi hui
    FIR ki copy nahi di
    मेरी शिकायत पर कोई कार्यवाही नहीं हुई
    koi paisa nahi manga, turant report likhi
    किसी ने पैसा नहीं मांगा
    No money was asked, good behaviour
    mere pita ji ke saath gaya tha, achha vyavhar
    chai pani pilaya, kursi di
    2 ghante baithaya phir kaam hua
    passport verification ke liye ghar aaye, paise nahi liye
    the officer asked me my name and number
    दरोगा ने गलत बात की डांट दिया
    mujhe andar bulaya aur kursi di
    traffic police ne 500 ka challan diya aur receipt di
    थाने का नंबर बंद है
    Staff took my report at once, did not take any money
    खाते से पैसे कट गए थे, साइबर सेल ने वापस दिलाए
    बात करते समय गुस्सा नहीं किया
    roz raat ko ladke daru pite hai
"""


def lines(text: str) -> list[str]:
    return [line.strip() for line in text.strip().splitlines()]


@pytest.mark.parametrize(
    ("matter", "text"), [(matter, text) for matter, texts in SPOKEN.items() for text in lines(texts)]
)
def test_a_grave_matter_is_heard_however_it_is_spelt(matter: str, text: str) -> None:
    assert matter in grave_matters(text)


@pytest.mark.parametrize("text", lines(ORDINARY))
def test_an_ordinary_message_is_none(text: str) -> None:
    assert grave_matters(text) == ()


def test_each_sense_has_its_words_and_is_asked_for() -> None:
    """A slip in the table would be a rule that never works."""
    rules = [rule for rules in (*GRAVE.values(), *TOGETHER.values()) for rule in rules]
    asked = {part for rule in rules for part in rule.split() if not part.isdecimal()}
    assert asked - {*SENSES, *TOGETHER, NUMBER} == set()
    assert {*SENSES, *TOGETHER} - asked - {*UNLESS_AFTER.values()} == set()


def test_words_of_two_sentences_do_not_stand_together() -> None:
    assert grave_matters("पैसे वापस मिल गए। बहुत मांग थी") == ()
    assert grave_matters("पैसे की बहुत मांग थी") == ("money",)
