"""The report page in Chromium, opened from a file: phone, tablet and desk; keyboard; accessibility; no network."""

from __future__ import annotations

from dataclasses import replace

import pytest

from anubhav_gforms.reports import for_outside, make_contents
from anubhav_gforms.reports.page import page_bytes
from tests.browser_looks import OVERLAPS, serious
from tests.chromium import tried

pytestmark = tried("THE REPORT PAGE")


@pytest.fixture(scope="module")
def small_addresses(told, few_stations, few_grades, tmp_path_factory) -> dict[str, str]:
    """The pages of two districts, the office's with everything that can stand on it: axe looks at every element."""
    folder = tmp_path_factory.mktemp("page")
    public = for_outside(make_contents(few_stations, few_grades))
    for reader, contents in (("office", told), ("public", public)):
        (folder / f"{reader}.html").write_bytes(page_bytes(contents))
    return {reader: (folder / f"{reader}.html").as_uri() for reader in ("office", "public")}


CUT = """() => [...document.querySelectorAll("svg.chart")].filter((chart) => chart.checkVisibility()).flatMap((chart) => {
  const hides = getComputedStyle(chart).overflow === "hidden" ? chart : document.querySelector("dialog[open]") ?? document.body;
  const box = hides.getBoundingClientRect();
  return [...chart.querySelectorAll("text")].filter((text) => {
    const own = text.getBoundingClientRect();
    return own.width && (own.left < box.left - 0.5 || own.right > box.right + 0.5);
  }).map((text) => `${chart.getAttribute("class")}: ${text.textContent}`);
})"""
"""Words of charts whose left or right end is not seen."""


@pytest.mark.parametrize("language", ["en-IN", "hi-IN"])
def test_no_word_of_a_chart_is_cut_and_no_long_name_widens_a_phone(open_page, language):
    page = open_page(360, language=language)
    page.evaluate("for (const each of document.querySelectorAll('details')) each.open = true")
    page.locator(".chart.funnel").wait_for()
    assert page.evaluate(CUT) == []
    name = "document.querySelector('.place-name span:not([hidden])')"
    page.evaluate(
        f"{name}.textContent = document.querySelector('.open span').textContent = 'थानाऔद्योगिकक्षेत्र'.repeat(4)"
    )
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    page.locator(".place").first.click()
    page.locator("dialog .chart.trend text").first.wait_for()
    assert page.evaluate(CUT) == [], "the 100 of its axis read 00"


@pytest.mark.parametrize("language", ["en-IN", "hi-IN"])
@pytest.mark.parametrize("width", [180, 360, 768, 1280])
def test_nothing_is_wider_than_the_screen(open_page, width, language):
    """A phone of 360 whose reader enlarges twofold is 180 wide."""
    page = open_page(width, language=language)
    page.evaluate("for (const each of document.querySelectorAll('details')) each.open = true")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.locator(".place").first.click()
    assert page.locator("dialog[open]").bounding_box()["width"] <= width


def test_a_reader_s_larger_letters_are_kept(open_page):
    page = open_page(1280)
    page.evaluate("document.documentElement.style.fontSize = '32px'")
    assert page.evaluate("getComputedStyle(document.body).fontSize") == "32px"


@pytest.mark.parametrize("language", ["en-IN", "hi-IN"])
@pytest.mark.parametrize("width", [360, 768, 1280])
def test_no_text_covers_another(open_page, width, language):
    page = open_page(width, language=language)
    page.evaluate("for (const each of document.querySelectorAll('details')) each.open = true")
    boxes, found = page.evaluate(OVERLAPS)
    assert boxes > 500
    assert found == []
    for place in page.locator(".place").all()[:3]:
        place.click()
        page.wait_for_selector("dialog[open]")
        assert page.evaluate(OVERLAPS)[1] == []
        page.keyboard.press("Escape")


@pytest.mark.parametrize("language", ["en-IN", "hi-IN"])
def test_what_covers_another_text_is_found(open_page, language):
    page = open_page(360, language=language)
    page.evaluate("document.querySelector('.brief div:last-child').style.marginTop = '-24px'")
    assert page.evaluate(OVERLAPS)[1]


def test_what_axe_calls_serious_is_found_in_colours_that_it_met_before(browser):
    pairs = (
        "black; background: white",
        "silver; background: white",
        "#767676; background: white",
        "white; background: silver",
    )
    texts = "".join(f'<p id="p{n}" style="color: {pair}">Text {n}</p>' for n, pair in enumerate(pairs))
    page = browser.new_page()
    for image in ("", '<img src="data:,">'):
        page.set_content(f'<html lang="en"><title>T</title><main><h1>H</h1>{texts}{image}</main></html>')
        found = serious(page)
        assert [rule for rule, _ in found] == ["color-contrast"] + ["image-alt"] * bool(image)
    contrasts = page.evaluate(
        "axe.run({runOnly: 'color-contrast'}).then((each) => each.violations[0].nodes.map((one) => one.target[0]))"
    )
    assert contrasts == ["#p1", "#p3"]
    page.close()


@pytest.mark.parametrize("language", ["en-IN", "hi-IN"])
def test_a_phone_shows_what_why_and_what_now_at_once_and_the_rest_in_ten_screens(browser, address, language):
    context = browser.new_context(viewport={"width": 360, "height": 640}, locale=language)
    page = context.new_page()
    page.goto(address)
    last = page.locator(".brief").bounding_box()
    tall = page.evaluate("document.documentElement.scrollHeight")
    assert page.locator(".brief dt").count() == 3
    assert page.locator("#rows").get_attribute("open") is None
    page.locator('.contents a[href="#how"]').click()
    assert page.locator("#how > details").get_attribute("open") is not None
    context.close()
    assert last["y"] + last["height"] <= 640
    assert tall <= 10 * 640


@pytest.mark.parametrize("language", ["en-IN", "hi-IN"])
@pytest.mark.parametrize("width", [360, 768, 1280])
@pytest.mark.parametrize("reader", ["office", "public"])
def test_axe_finds_no_serious_violation_and_nothing_covers_another(open_page, small_addresses, reader, width, language):
    page = open_page(width, page_at=small_addresses[reader], language=language)
    page.evaluate("for (const each of document.querySelectorAll('details')) each.open = true")
    for state in ("page", "station"):
        if state == "station":
            page.locator(".place").first.click()
            page.wait_for_selector("dialog[open]")
        assert serious(page) == [], state
        assert page.evaluate(OVERLAPS)[1] == [], state


def test_a_phone_shows_responses_against_visitors_with_the_names_of_the_columns(open_page, small_addresses):
    page = open_page(360, page_at=small_addresses["office"])
    cell = page.locator(".rates tbody td").nth(3)
    assert cell.is_visible()
    assert cell.inner_text() == "200"
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    assert "Visitors" in cell.evaluate("cell => getComputedStyle(cell, '::before').content + cell.dataset.en")


def test_both_languages_are_there_and_one_is_shown(open_page):
    page = open_page(1280)
    assert page.locator("h1").inner_text().startswith("Bilaspur Police Range: ")
    page.locator("#language").click()
    assert page.locator("h1").inner_text().startswith("बिलासपुर पुलिस रेंज")
    assert page.evaluate("document.documentElement.lang") == "hi"
    page.reload()
    assert page.evaluate("document.documentElement.lang") == "hi"


def test_a_reader_whose_browser_speaks_hindi_sees_hindi(open_page):
    assert open_page(360, language="hi-IN").locator("h2").first.inner_text().startswith("9–15 नवंबर 2026 के बाद")


def test_hindi_comes_first_where_the_office_says_so(browser, few_stations, few_grades, tmp_path):
    office = few_stations.office.office.model_copy(update={"language": "hi"})
    campaign = replace(few_stations, office=few_stations.office.model_copy(update={"office": office}))
    path = tmp_path / "report.html"
    path.write_bytes(page_bytes(make_contents(campaign, few_grades)))
    page = browser.new_page(locale="en-IN")
    page.goto(path.as_uri())
    assert page.evaluate("document.documentElement.lang") == "hi"
    assert page.locator("h2").first.inner_text().startswith("9–15 नवंबर 2026 के बाद")
    page.close()


@pytest.mark.parametrize("language", ["en-IN", "hi-IN"])
def test_every_section_fits_a_page_enlarged_four_times_and_a_station_s_questions_fit_a_phone(
    open_page, small_addresses, language
):
    page = open_page(320, language=language, page_at=small_addresses["office"])
    page.evaluate("for (const each of document.querySelectorAll('details')) each.open = true")
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    page.set_viewport_size({"width": 360, "height": 800})
    code = page.evaluate("""async () => {
      for (const each of document.querySelectorAll("#table [data-code]")) {
        location.hash = each.dataset.code;
        await new Promise((done) => setTimeout(done, 50));
        if (document.querySelector("dialog .areas")) return each.dataset.code;
      }
    }""")
    assert code, "a station with its questions"
    assert page.evaluate("(each => each.scrollWidth - each.clientWidth)(document.querySelector('dialog'))") == 0


def test_it_prints_on_a_bounded_number_of_pages_and_no_heading_alone(open_page, tmp_path):
    import pypdfium2

    page = open_page(1280, language="hi-IN")
    begins = page.evaluate("""() => [...document.querySelectorAll("main section[id]")].map((each) =>
      [...each.querySelectorAll(":scope > h2, :scope > .lead")].map((part) => part.innerText))""")
    heads = [page.locator("thead").inner_text()]
    for title, lead in (each for each in begins if len(each) == 2):
        heads += [title + lead[:end] for end in range(len(lead) + 1)]
    heads = tuple("".join(each.split()) for each in heads)
    alone = []
    for tall in (297, 280, 265):
        page.add_style_tag(content=f"@media print {{ @page {{ size: 210mm {tall}mm }} }}")
        page.pdf(path=tmp_path / "printed.pdf", prefer_css_page_size=True, print_background=True)
        with pypdfium2.PdfDocument(tmp_path / "printed.pdf") as printed:
            assert 4 <= len(printed) <= 24
            texts = ["".join(each.get_textpage().get_text_range().split()) for each in printed]
        assert heads[1] in "".join(texts)
        alone += [(tall, number, text[-60:]) for number, text in enumerate(texts, 1) if text.endswith(heads)]
    assert alone == []


def test_bars_stay_where_a_reader_chose_colours_of_their_own(open_page):
    page = open_page(1280)
    bar = page.locator(".bar").first
    drawn = bar.evaluate("bar => getComputedStyle(bar).backgroundImage")
    page.emulate_media(forced_colors="active")
    assert "gradient" in drawn
    assert bar.evaluate(
        "bar => getComputedStyle(bar).backgroundImage + getComputedStyle(bar.firstElementChild).backgroundColor"
    ) == (drawn + "rgb(22, 35, 59)")
    ground = bar.evaluate("bar => getComputedStyle(bar).backgroundColor")
    assert ground == "rgb(255, 255, 255)", "the shades are thin: on black the dark line of the interval was not seen"


def test_the_words_under_a_letter_stand_clear_of_it(open_page):
    page = open_page(1280, language="hi-IN")
    gaps = page.evaluate("""() => [...document.querySelectorAll("#table .c-letter small")].slice(0, 20).map((each) =>
      each.getBoundingClientRect().top - each.parentElement.querySelector(".letter").getBoundingClientRect().bottom)""")
    assert gaps
    assert min(gaps) >= 1, "what stands above Hindi's line needs room"
