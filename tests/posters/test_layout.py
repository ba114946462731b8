"""What every paper says, and that long texts, four steps and other QR versions find room or are refused in words."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest
from permits import make_posters

from anubhav_gforms.campaign import Campaign, StationKind, load_campaign
from anubhav_gforms.errors import CampaignError, PosterError
from anubhav_gforms.paper import Face
from anubhav_gforms.paper.signs import shaped_line
from anubhav_gforms.posters.design import pen as pens
from anubhav_gforms.posters.design.density import density
from anubhav_gforms.posters.design.papers import PAPERS
from anubhav_gforms.posters.design.pen import MM
from anubhav_gforms.posters.printing.advice import kind_of
from anubhav_gforms.posters.printing.document import make_pdf
from anubhav_gforms.posters.printing.handover import draw_handover, handover_faults
from anubhav_gforms.posters.printing.job import PrintJob
from anubhav_gforms.posters.reading.pages import opened, read_page
from anubhav_gforms.sentence import Bilingual
from anubhav_gforms.text import same_words

from .conftest import DAY, Make, edit, faults

THANAS = {StationKind.THANA, StationKind.WOMEN_THANA, StationKind.AJAK, StationKind.CYBER}
LEVELS = {7: "L", 8: "M", 9: "M", 10: "Q", 11: "Q", 12: "H"}
"""Error correction with which a link of the campaign fits each version."""


def text_of(pdf: bytes) -> list[str]:
    with opened(pdf) as document:
        return [same_words(read_page(page, version=10).text) for page in document]


@pytest.mark.parametrize("paper", PAPERS)
def test_every_paper_says_where_the_response_goes_and_what_nobody_asks_for(paper: str, posters, style: Make):
    [text] = text_of(make_pdf(posters[5:6], style(paper), title="test"))
    for said in (
        "आपका उत्तर सीधे आईजी कार्यालय जाता है, इस थाने को नहीं",
        "नाम और मोबाइल नंबर देना ज़रूरी नहीं",
        "तारीफ़ हो या शिकायत – दोनों खुलकर बताएँ",
        "यह पेमेंट QR नहीं – पैसे या OTP कोई नहीं माँगेगा",
    ):
        assert same_words(said) in text, said


def test_question_and_promise_fit_the_kind_of_place(the_range: Campaign, posters):
    kinds = {station.code: station.kind for station in the_range.stations}
    asked = Counter((kinds[poster.link.station] in THANAS, "थाने" in poster.question.hi) for poster in posters)
    assert asked == {(True, True): 104, (False, False): 54}
    assert all(("थाने" in poster.promise.hi) is (kinds[poster.link.station] in THANAS) for poster in posters)
    assert all("station" not in poster.question.en for poster in posters if kinds[poster.link.station] not in THANAS)


def test_an_office_may_word_a_kind_of_place_itself(office: Path):
    edit(office, 'question_hi = "इस कार्यालय में', 'question_hi = "हमारे कार्यालय में')
    assert load_campaign(office).poster.places[StationKind.SP_OFFICE].question_hi.startswith("हमारे")
    edit(office, "[places.sp_office]", "[places.spoffice]")
    with pytest.raises(CampaignError):
        load_campaign(office)


@pytest.mark.parametrize("paper", PAPERS)
def test_a_paper_that_leaves_a_promise_out_fails_its_proof(paper: str, posters, style: Make):
    made = style(paper)
    design = made.paper.design
    silent = replace(design, shared=tuple(block for block in design.shared if not block.source.startswith("promise")))
    found = faults(posters[:1], replace(made, paper=replace(made.paper, design=silent)))
    assert any(posters[0].promise.hi in fault and "is missing on it" in fault for fault in found)


@pytest.mark.parametrize("paper", PAPERS)
def test_four_steps_fit_on_every_paper(paper: str, posters, style: Make):
    made = style(paper)
    steps = (*made.texts.steps, Bilingual("धन्यवाद पढ़कर बंद करें", "Read the thanks"))
    assert faults(posters[:1], replace(made, texts=replace(made.texts, steps=steps))) == []


@pytest.mark.parametrize("paper", [name for name in PAPERS if not PAPERS[name].stuck])
def test_a_long_step_wraps_whole_or_is_refused_with_its_words(paper: str, posters, style: Make):
    long, made = "पोस्टर पर बने QR कोड को अपने फ़ोन से ध्यान से पूरा स्कैन करें", style(paper)
    steps = (made.texts.steps[0], Bilingual(long, ""), made.texts.steps[2])
    wrapped = replace(made, texts=replace(made.texts, steps=steps))
    assert faults(posters[:1], wrapped) == []
    endless = Bilingual(" और ".join([long] * 7), "")
    for count in (3, 4):
        many = replace(made, texts=replace(made.texts, steps=(endless,) * count))
        with pytest.raises(PosterError, match="is too long where there are"):
            make_pdf(posters[:1], many, title="test")


def test_a_step_of_three_lines_on_a_card_is_not_under_the_number_of_the_next(posters, style: Make):
    """The number was printed on its last line, and what was said of that named neither the step nor what to do."""
    made, whole = style("A6x4"), "पोस्टर पर बने कोड को अपने फ़ोन के कैमरे से बहुत ध्यान से पूरा स्कैन करें फिर जो पता दिखे"
    for step in (whole.partition(" से पूरा")[0], whole.removesuffix(" पता दिखे")):
        steps = (made.texts.steps[0], Bilingual(step, ""), made.texts.steps[2])
        long = replace(made, texts=replace(made.texts, steps=steps))
        assert faults(posters[:1], long) == []


@pytest.mark.parametrize("version", LEVELS)
@pytest.mark.parametrize("paper", PAPERS)
def test_every_version_prints_with_its_quiet_zone(paper: str, version: int, posters, style: Make):
    made = replace(style(paper), version=version, ecc=LEVELS[version])
    assert faults(posters[: made.paper.per_page + 2], made) == []  # the last sheet is not full


@pytest.mark.parametrize("paper", PAPERS)
def test_long_placements_wrap_and_never_vanish(paper: str, posters, style: Make):
    place = "मुख्य द्वार के पास प्रतीक्षालय"
    link = replace(posters[3].link, placement=place)
    assert faults([replace(posters[3], link=link)], style(paper)) == []


@pytest.mark.parametrize("paper", PAPERS)
def test_nothing_that_is_read_is_within_4_5_mm_of_an_edge_or_a_cut(paper: str, the_range, posters, style: Make):
    """One of each kind of place, and the longest names, each alone on a page of its own: its edges are the cuts."""
    made, place = style(paper), "मुख्य द्वार के पास प्रतीक्षालय"
    several = {poster.question: poster for poster in posters}.values()
    several = [*several, max(posters, key=lambda poster: len(poster.name.en))]
    several = [replace(poster, link=replace(poster.link, placement=place)) for poster in several]
    assert len(several) > 5
    for poster in several:
        with opened(make_pdf([poster], replace(made, paper=made.paper.face), title="test")) as document:
            page = document[0]
            wide, high = page.get_size()
            for left, low, right, top in read_page(page, version=10).lines:
                assert min(left, low, wide - right, high - top) / MM >= 4.45


def test_hindi_digits_have_their_hindi_form():
    for face in Face:
        hindi = shaped_line("५८", face).glyphs
        assert [glyph for glyph, _, _ in hindi] != [glyph for glyph, _, _ in shaped_line("५", face).glyphs] * 2
    regular = shaped_line("५", Face.REGULAR).glyphs[0][0]
    assert regular == 1015  # 333 is the form of Marathi and Nepali


def test_a_phone_number_in_hindi_digits_passes_the_proof(posters, style: Make):
    made = style()
    footer = Bilingual("फ़ोन ०७७५२-२२५८५८", "")
    assert faults(posters[:1], replace(made, texts=replace(made.texts, footer=footer))) == []


def test_a_tent_says_that_it_is_folded_and_shows_no_line_to_cut(posters, style: Make):
    for press in (False, True):
        pdf = make_pdf(posters[:1], style("tent", press=press), title="test")
        assert "यहाँ मोड़ें, काटें नहीं" in text_of(pdf)[0]
    assert PAPERS["tent"].cuts == ((), ())


# the handover list


@pytest.mark.parametrize("count", [1, 9, 10, 11, 18])
def test_the_giver_signs_on_the_last_page(count: int, the_range: Campaign, posters, style: Make):
    made = style()
    drawn = draw_handover(posters[:count], made, density(the_range.poster.code, made.paper), title="test")
    pages = text_of(drawn.content)
    assert ["देने वाले का नाम" in page for page in pages] == [False] * (len(pages) - 1) + [True]
    for column in ("लगाया, दिनांक", "स्कैन", "पद"):
        assert column in pages[-1]
    assert handover_faults(drawn, posters[:count]) == []


@pytest.mark.parametrize("hindi_only", [False, True])
def test_the_list_of_samples_says_so_on_each_page_and_a_real_one_does_not(
    posters, style: Make, the_range: Campaign, hindi_only
):
    """Its codes can be scanned, and somebody could sign for it."""
    for host, marked in (("127.0.0.1", True), ("docs.google.com", False)):
        made = style(host=host, english=not hindi_only)
        drawn = draw_handover(posters[:5], made, density(the_range.poster.code, made.paper), title="test")
        assert handover_faults(drawn, posters[:5]) == []
        for page in text_of(drawn.content):
            assert ("नमूना" in page) is marked
            assert ("SAMPLE" in page) is (marked and not hindi_only)


def test_the_list_is_proved_by_its_ink_and_its_thumbnails(
    the_range: Campaign, posters, style: Make, monkeypatch: pytest.MonkeyPatch
):
    right, name = pens.draw, posters[3].name.hi

    def wrong(canvas, x, y, text, face, size, *, align="left"):
        lost = {name: name[:-1], "स्कैन": "स्केन", "फ़ोटोकॉपी": ""}
        return right(canvas, x, y, lost.get(text, text), face, size, align=align)

    monkeypatch.setattr(pens, "draw", wrong)
    monkeypatch.setattr(pens.Pen, "symbol", lambda pen, modules, x, y, side: None)
    made = style()
    drawn = draw_handover(posters[:5], made, density(the_range.poster.code, made.paper), title="test")
    found = [(fault.page, fault.station, str(fault.cause)) for fault in handover_faults(drawn, posters[:5])]
    assert any(page == 2 and "स्कैन" in cause for page, station, cause in found)
    assert any(station == posters[3].link.station and name in cause for _, station, cause in found)
    assert sum("thumbnail" in cause for _, _, cause in found) == 5


@pytest.mark.parametrize(
    ("paper", "said"),
    [
        ("A4", "दीवार"),
        ("A6x4", "टूटी रेखा पर काटें"),
        ("tent", "बीच में मोड़ें"),
        ("stickers", "टूटी रेखा पर काटें"),
        ("labels", "ST-12"),
    ],
)
def test_the_advice_speaks_of_what_is_printed(paper: str, said: str, the_range: Campaign, posters, style: Make):
    made = style(paper)
    advice, *_ = text_of(
        draw_handover(posters[:1], made, density(the_range.poster.code, made.paper), title="test").content
    )
    assert said in advice
    assert ("समतल दीवार" in advice) is (paper == "A4")
    assert ("चिपकाएँ" in advice) is PAPERS[paper].stuck
    assert f"{kind_of(made.paper)} ({paper}): कोड" in advice, "labels and tent are words of the command"


def test_long_names_and_places_wrap_in_the_list(the_range: Campaign, posters, style: Make):
    made, place = style(), "मुख्य द्वार के पास प्रतीक्षालय की दायीं दीवार"
    name = Bilingual("थाना ब्राह्मणवाडा " + "गौरेला पेंड्रा " * 5 + "ग्रामीण", "Brahmanwada " + "Gaurela Pendra " * 5)
    poster = replace(posters[0], name=name, link=replace(posters[0].link, placement=place))
    pdf = draw_handover([poster], made, density(the_range.poster.code, made.paper), title="test").content
    page = text_of(pdf)[1]
    for text in (name.hi, name.en, place):
        assert same_words(text) in page


def test_a_name_that_the_list_has_no_room_for_stops_no_other_district(office: Path):
    edit(office, "सिटी कोतवाली बिलासपुर", "थाना ब्राह्मणवाडा " + "पेंड्रा " * 12, "stations.csv")
    edit(office, "City Kotwali Bilaspur", "WMW " * 29, "stations.csv")
    printed = make_posters(load_campaign(office), PrintJob(), today=DAY)
    names = {path.name for path in printed.folder.glob("*.pdf")}
    assert {"BSP-A4.pdf", "GPM-A4.pdf", "GPM-A4-handover.pdf"} <= names
    assert "BSP-A4-handover.pdf" not in names
    [fault] = printed.faults
    assert (fault.station, fault.file) == ("BSP-KTW", "BSP-A4-handover.pdf")
    assert "stations.csv" in str(fault)
