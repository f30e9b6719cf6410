"""Starts Chromium, opens a page, draws on its pad with a mouse or a finger."""

import json
import shutil

import numpy as np

PROGRAMS = [("chromium", "chromium-browser", "google-chrome"), ("chromedriver",)]
FLAGS = [
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync", "--disable-extensions",
    "--force-device-scale-factor=1", "--window-size=1000,1500",
]


def missing():
    """Return why there can be no browser here, or an empty string."""
    try:
        import selenium  # noqa: F401
    except ImportError:
        return "selenium is not installed: pip install -r tests/browser/requirements.txt"
    for names in PROGRAMS:
        if not any(map(shutil.which, names)):
            return f"there is no {names[0]} here: on Debian, apt install chromium chromium-driver"
    return ""


def start(folder):
    """Return a driver of a new browser that keeps its files in `folder`."""
    from selenium import webdriver

    options = webdriver.ChromeOptions()
    options.binary_location, driver = (next(filter(None, map(shutil.which, names))) for names in PROGRAMS)
    for flag in [*FLAGS, f"--user-data-dir={folder}"]:
        options.add_argument(flag)
    options.set_capability("goog:loggingPrefs", {"performance": "ALL", "browser": "ALL"})
    return webdriver.Chrome(options, webdriver.ChromeService(driver))


def requests(driver):
    """Return the addresses that the browser asked for since the last call."""
    events = [json.loads(entry["message"])["message"] for entry in driver.get_log("performance")]
    return [event["params"]["request"]["url"] for event in events if event["method"] == "Network.requestWillBeSent"]


class Page:
    """A page in a browser, and the hands that use it."""

    def __init__(self, driver, path):
        self.driver = driver
        driver.get(path.resolve().as_uri())

    def find(self, name):
        return self.driver.find_element("id", name)

    def run(self, script, *arguments):
        return self.driver.execute_script(script, *arguments)

    def settled(self):
        """Wait until the page has shown what was drawn last."""
        self.driver.execute_async_script(
            "const done = arguments[0]; requestAnimationFrame(() => requestAnimationFrame(done));")

    def draw(self, strokes, kind="mouse", size=280):
        """Draw strokes, in pixels of a pad of `size`, by events of a mouse, or by kind="touch"."""
        from selenium.webdriver.common.actions.action_builder import ActionBuilder
        from selenium.webdriver.common.actions.pointer_input import PointerInput

        pad = self.find("pad")
        self.run("scrollTo(0, 0); arguments[0].scrollIntoView({block: 'nearest'})", pad)
        left, top, width = self.run(
            "const box = arguments[0].getBoundingClientRect(); return [box.left, box.top, box.width]", pad)
        builder = ActionBuilder(self.driver, PointerInput(kind, kind), duration=0)
        for stroke in strokes:
            places = np.round(np.asarray(stroke) * width / size + [left, top]).astype(int).tolist()
            builder.pointer_action.move_to_location(*places[0])
            builder.pointer_action.pointer_down()
            for place in places[1:]:
                builder.pointer_action.move_to_location(*place)
            builder.pointer_action.pointer_up()
        builder.perform()
        self.settled()

    def click(self, name):
        self.find(name).click()

    def label(self, digit):
        self.driver.find_elements("css selector", "#labels button")[digit].click()

    def pixels(self):
        """Return the 28 × 28 that the network sees, or None."""
        found = self.run("return digit && Array.from(digit)")
        return found and np.array(found, np.uint8).reshape(28, 28)

    def picture(self):
        """Return the pad's own pixels, as a PNG that matplotlib reads."""
        import base64
        import io

        import matplotlib.pyplot as plt

        code = self.run("return pad.toDataURL('image/png')").split(",")[1]
        return plt.imread(io.BytesIO(base64.b64decode(code)))

    def probabilities(self):
        return np.array(self.run("return forward(layers, digit)"))

    def words(self, name="answer"):
        return self.find(name).text

    def copied(self):
        return self.find("line").get_property("value")
