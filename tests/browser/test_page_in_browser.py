"""The page in a real browser: what is drawn, computed, copied, and that nothing leaves it.

    python -m pip install -r tests/browser/requirements.txt
    python -m pytest tests/browser -m browser

Without selenium, Chromium or chromedriver these tests are skipped, and say so.
"""

import re
from pathlib import Path

import numpy as np
import pytest
from drive import Page, missing, requests
from hands import HANDS, write

from nnhelpers.handwriting import prepare_digit
from nnhelpers.layers import DenseLayer, DropoutLayer
from nnhelpers.network import NeuralNetwork
from nnhelpers.page import export_page, from_page
from nnhelpers.preprocessing import normalize, to_columns

REASON = missing()
pytestmark = [pytest.mark.browser, pytest.mark.skipif(bool(REASON), reason=REASON)]
SEVEN = [np.array([[70, 60], [140, 58], [205, 56]]), np.array([[205, 56], [165, 140], [130, 230]])]


@pytest.fixture(scope="module")
def network():
    """A network that answers differently to different digits, with all that a page can hold."""
    model = NeuralNetwork(seed=3)
    for inputs, outputs, activation in ((784, 32, "relu"), (32, 16, "leaky_relu"), (16, 14, "sigmoid"),
                                        (14, 12, "linear"), (12, 11, "tanh"), (11, 10, "softmax")):
        model.add(DenseLayer(inputs, outputs, activation=activation))
        if outputs > 10:
            model.add(DropoutLayer(0.4))
    model.parameters = model.parameters * 3
    for layer in model.layers[::2]:
        layer.b = np.random.default_rng(layer.outputs).normal(0, 1, layer.b.shape)
    return model


@pytest.fixture(scope="module")
def file(network, tmp_path_factory):
    path = tmp_path_factory.mktemp("page") / "page.html"
    export_page(network, path)
    return path


@pytest.fixture
def page(driver, file):
    page = Page(driver, file)
    yield page
    severe = [entry for entry in driver.get_log("browser") if entry["level"] == "SEVERE"]
    assert severe == []


def numpys(network, pixels):
    return network.predict_probabilities(to_columns(normalize(pixels[np.newaxis])))[:, 0]


def hand(number):
    name = list(HANDS)[number % len(HANDS)]
    return write(name, 280, np.random.default_rng(number), between=1)


def test_a_digit_is_drawn_by_the_mouse_and_the_bars_show_what_numpy_computes(page, network):
    assert page.words() == "Draw on the pad, and the bars will move." and page.pixels() is None
    page.draw(SEVEN)
    expected = numpys(network, page.pixels())
    assert np.abs(page.probabilities() - expected).max() < 1e-5
    rows = page.driver.find_elements("css selector", "#bars li")
    assert [row.text.split("\n")[0].split()[0] for row in rows] == [str(digit) for digit in range(10)]
    shown = [float(re.search(r"([\d.]+) %", row.text)[1]) for row in rows]
    assert np.allclose(shown, 100 * expected, atol=0.0501)
    widths = [float(row.find_element("css selector", ".bar span").get_attribute("style").split(": ")[1].rstrip("%;"))
              for row in rows]
    assert np.allclose(widths, 100 * expected, atol=0.01)
    assert f"looks like a {expected.argmax()} " in page.words()


def test_fifty_drawn_digits_are_prepared_as_prepare_digit_does_it(page, network):
    for number in range(50):
        page.draw(hand(number))
        pixels, mine = page.pixels(), prepare_digit(page.picture())
        assert pixels is not None, f"drawing {number}: {page.words()}"
        assert np.abs(pixels.astype(int) - mine).max() <= 1, f"drawing {number}"
        assert np.abs(page.probabilities() - numpys(network, pixels)).max() < 1e-5
        page.click("clear")


@pytest.mark.parametrize("paper", ["lamp", "dark"])
def test_uneven_and_dark_paper_are_prepared_alike_too(page, paper):
    page.draw(hand(4))
    picture = page.picture()[..., :3]
    y, x = np.mgrid[-1:1:280j, -1:1:280j]
    lamp = 0.7 + 0.2 * x - 0.1 * y * y
    picture = picture * lamp[..., np.newaxis] if paper == "lamp" else 1 - 0.8 * picture
    picture = np.floor(255 * picture + 0.5) / 255
    grey = picture @ np.array([0.299, 0.587, 0.114])
    theirs = page.run("return Array.from(prepareDigit(arguments[0]))", grey.tolist())
    assert np.abs(np.array(theirs).reshape(28, 28) - prepare_digit(picture).astype(int)).max() <= 1


def test_the_pad_and_the_small_picture_show_what_was_drawn(page):
    page.draw(SEVEN)
    picture = page.picture()
    assert picture.shape == (280, 280, 4) and picture[60, 140, 0] == 0 and picture[140, 60, 0] == 1
    seen = page.run("return Array.from(get('seen').getContext('2d').getImageData(0, 0, 28, 28).data)")
    assert np.array_equal(255 - np.array(seen).reshape(28, 28, 4)[..., 0], page.pixels())


def test_a_drawing_is_copied_into_the_notebook_pixel_by_pixel(page):
    page.draw(SEVEN)
    page.click("copy")
    page.settled()
    drawn = from_page(page.copied())
    assert drawn.labels is None and np.array_equal(drawn.images, page.pixels()[np.newaxis])
    assert "\n" not in page.copied()
    assert page.words("copied").startswith(("Copied", "The line is selected"))
    assert page.run("return get('line').selectionEnd - get('line').selectionStart") == len(page.copied())


def test_labelled_digits_are_kept_and_copied_in_one_line(page):
    seen = []
    for label, number in ((7, 14), (3, 6), (0, 0)):
        page.draw(hand(number))
        seen.append(page.pixels())
        page.label(label)
        assert page.pixels() is None
    page.draw(hand(3))
    page.click("clear")
    assert page.words("count") == "3"
    page.click("copy-all")
    drawn = from_page(page.copied())
    assert drawn.labels.tolist() == [7, 3, 0] and np.array_equal(drawn.images, seen)
    page.click("forget")
    page.click("copy-all")
    assert from_page(page.copied()).labels.tolist() == [7, 3]
    assert len(page.driver.find_elements("css selector", "#kept figure")) == 2


def test_undo_takes_back_a_stroke_and_clear_takes_back_all(page):
    page.draw(SEVEN[:1] + [SEVEN[1] + [5, 0]])
    both = page.pixels()
    page.draw([np.array([[90, 150], [180, 148]])])
    assert not np.array_equal(page.pixels(), both)
    page.click("undo")
    page.settled()
    assert np.array_equal(page.pixels(), both)
    page.click("clear")
    assert page.pixels() is None and not page.find("undo").is_enabled() and not page.find("copy").is_enabled()
    assert (page.picture()[..., :3] == 1).all()


def test_a_finger_draws_and_the_page_does_not_scroll(page):
    page.driver.execute_cdp_cmd("Emulation.setTouchEmulationEnabled", {"enabled": True})
    try:
        page.run("document.body.style.minHeight = '3000px'; scrollTo(0, 0)")
        page.draw(SEVEN, kind="touch")
        before = page.run("return scrollY")
        page.draw([np.array([[140, 60], [140, 240]])], kind="touch")
        assert page.run("return scrollY") == before and page.run("return strokes.length") == 3
        assert page.pixels() is not None
        assert page.run("return strokes[2].points.length") >= 2
    finally:
        page.driver.execute_cdp_cmd("Emulation.setTouchEmulationEnabled", {"enabled": False})


def test_a_second_finger_draws_nothing(page):
    page.run("""
        const event = (type, id, isPrimary, x) => pad.dispatchEvent(new PointerEvent(type,
            { pointerId: id, isPrimary, button: 0, clientX: x, clientY: 150, bubbles: true, pointerType: "touch" }));
        pad.setPointerCapture = () => {};
        event("pointerdown", 1, true, 200); event("pointerdown", 2, false, 300); event("pointermove", 2, false, 320);
        event("pointermove", 1, true, 220); event("pointerup", 2, false, 320); event("pointerup", 1, true, 220);
    """)
    assert page.run("return strokes.map(stroke => stroke.points.length)") == [2]


def test_the_keyboard_draws_undoes_labels_and_clears(page):
    from selenium.webdriver.common.keys import Keys

    pad = page.find("pad")
    pad.send_keys(Keys.ARROW_UP * 9, " ", Keys.ARROW_DOWN * 18, " ")  # a stroke down
    page.settled()
    assert page.run("return strokes.length") == 1
    assert np.ptp(page.run("return strokes[0].points.map(p => p[1])")) == 180
    one = page.pixels()
    assert one is not None and one.any(axis=1).sum() == 20
    pad.send_keys(Keys.ARROW_LEFT * 3, " ", Keys.ARROW_RIGHT * 6, Keys.ESCAPE)
    page.settled()
    assert not np.array_equal(page.pixels(), one)
    pad.send_keys("u")
    page.settled()
    assert np.array_equal(page.pixels(), one)
    pad.send_keys("1")
    assert page.words("count") == "1" and page.pixels() is None
    pad.send_keys(" ", Keys.ARROW_UP * 9, Keys.DELETE)
    assert page.run("return strokes.length") == 0
    page.click("copy-all")
    assert from_page(page.copied()).labels.tolist() == [1]


def test_every_control_is_reached_by_tab_shows_its_focus_and_has_a_name(page):
    from selenium.webdriver.common.keys import Keys

    page.draw(SEVEN)
    page.label(7)
    page.draw(SEVEN)
    page.run("document.activeElement.blur()")
    reached = []
    for _ in range(30):
        page.driver.switch_to.active_element.send_keys(Keys.TAB)
        name = page.run("const e = document.activeElement; return e.id || e.getAttribute('aria-label')")
        if name in reached:
            break
        if name:
            reached.append(name)
            assert page.run("const s = getComputedStyle(document.activeElement);"
                            "return s.outlineStyle !== 'none' && parseFloat(s.outlineWidth) >= 2"), name
    wanted = ["pad", "undo", "clear", "pen", *[f"It is a {digit}" for digit in range(10)],
              "copy", "copy-all", "forget", "line"]
    first = reached.index("pad")
    assert reached[first:] + reached[:first] == wanted
    tree = page.driver.execute_cdp_cmd("Accessibility.getFullAXTree", {})["nodes"]
    roles = {"button", "slider", "textbox", "image", "application", "list", "status", "group"}
    for node in tree:
        if node.get("role", {}).get("value") in roles - {"status"} and not node.get("ignored"):
            assert node.get("name", {}).get("value"), node


@pytest.mark.parametrize(("strokes", "words"), [
    ([np.array([[140, 140], [141, 140]])], ""),
    ([np.array([[50, 60], [50, 220]]), np.array([[220, 60], [220, 220]])], "two digits"),
    ([np.array([[20, 140], [260, 140]])], "wider than any digit"),
])
def test_what_is_no_digit_gets_a_sentence_and_no_bars(page, strokes, words):
    page.draw(strokes)
    if words:
        assert words in page.words() and page.pixels() is None
        assert {row.text.split()[-1] for row in page.driver.find_elements("css selector", "#bars li")} == {"–"}
        assert not page.find("copy").is_enabled()
        page.driver.switch_to.active_element.send_keys("7")
        assert page.words("count") == "0"
    else:
        assert page.words() and page.pixels() is not None  # a dot as large as the pen is enlarged to a digit


def test_a_dot_of_a_thin_pen_is_too_small(page):
    page.run("pen.value = 8")
    page.draw([np.array([[140, 140], [141, 140]])])
    assert "too small" in page.words() and page.pixels() is None


def test_nothing_leaves_the_page(driver, file):
    requests(driver)  # what the browser itself fetched before
    page = Page(driver, file)
    page.draw(SEVEN)
    page.label(7)
    page.click("copy-all")
    page.settled()
    addresses = {address.split(",")[0] for address in requests(driver)}
    assert addresses - {"data:"} == {file.resolve().as_uri()}
    assert page.run("return performance.getEntriesByType('resource').map(e => e.name)") == []


def test_what_would_leave_the_page_is_stopped(driver, file):
    page = Page(driver, file)
    outcome = driver.execute_async_script("""
        const done = arguments[0];
        fetch("https://example.org/").then(() => done("sent"), () => done("stopped"));
    """)
    policies = [entry["message"] for entry in driver.get_log("browser")]
    assert outcome == "stopped" and any("Content Security Policy" in text for text in policies)
    assert page.words()


def contrast(first, second):
    """Return the contrast of two colours "rgb(r, g, b)" as WCAG 2 defines it."""
    def luminance(color):
        c = np.array([int(part) for part in re.findall(r"\d+", color)[:3]]) / 255
        return np.where(c <= 0.04045, c / 12.92, ((c + 0.055) / 1.055) ** 2.4) @ [0.2126, 0.7152, 0.0722]

    low, high = sorted((luminance(first), luminance(second)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_text_and_bars_stand_out_in_both_themes(driver, file, theme):
    driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": [{"name": "prefers-color-scheme",
                                                                        "value": theme}]})
    page = Page(driver, file)
    style = "return getComputedStyle(document.querySelector(arguments[0]))[arguments[1]]"
    ground = page.run(style, "body", "backgroundColor")
    assert (contrast(ground, "rgb(0, 0, 0)") < 2) == (theme == "dark")
    assert contrast(ground, page.run(style, "body", "color")) >= 7
    assert contrast(ground, page.run(style, ".quiet", "color")) >= 4.5
    assert contrast(page.run(style, "button", "backgroundColor"), page.run(style, "button", "color")) >= 4.5
    assert contrast(ground, page.run(style, "#bars .bar span", "backgroundColor")) >= 3
    assert contrast(ground, page.run(style, "#pad", "borderTopColor")) >= 3
    driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": []})


def test_the_page_fits_a_phone_and_can_be_drawn_on_there(driver, file):
    driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", {"width": 320, "height": 640,
                                                                  "deviceScaleFactor": 2, "mobile": True})
    try:
        page = Page(driver, file)
        assert page.run("return document.documentElement.scrollWidth") <= 320
        page.draw(hand(4))
        assert np.abs(page.pixels().astype(int) - prepare_digit(page.picture())).max() <= 1
        heights = page.run("return [...document.querySelectorAll('button')].map(b => b.offsetHeight)")
        assert min(heights) >= 40
    finally:
        driver.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})


def test_the_page_says_its_language_and_title(page):
    assert page.run("return document.documentElement.lang") == "en" and page.driver.title
    assert page.run("return getComputedStyle(pad).touchAction") == "none"
    assert "784-32-16-14-12-11-10" in page.driver.find_element("tag name", "body").text


def test_the_digits_of_the_notebook_are_what_the_mouse_draws(driver, tmp_path):
    same = NeuralNetwork(seed=0)  # of the notebook's sizes, which the page states: so the pad lies where it lay
    same.add(DenseLayer(784, 32))
    same.add(DenseLayer(32, 10, activation="softmax"))
    export_page(same, tmp_path / "page.html")
    page = Page(driver, tmp_path / "page.html")
    notebooks = Path(__file__).resolve().parents[2] / "notebooks"
    images, labels = from_page((notebooks / "digits_drawn_by_mouse.txt").read_text())
    for number, (name, (digit, _)) in list(enumerate(HANDS.items()))[::5]:
        page.draw(write(name, 280, np.random.default_rng(number)))
        assert labels[number] == digit
        assert np.abs(page.pixels().astype(int) - images[number]).max() <= 1, name
        page.click("clear")
