"""Acts and settles as the default actuator of AWS's own Python SDK does: its functions, its order, its limits.

The browser is the one that is there already. Each line of standard input is a trial as JSON; each line of standard
output that begins with RESULT is what came of it.
"""

import json
import os
import sys
import time

os.environ["NOVA_ACT_SKIP_PLAYWRIGHT_INSTALL"] = "1"
# Its warnings (of frames that it cannot look into) are not of interest here.
os.environ["NOVA_ACT_LOG_LEVEL"] = "40"

from nova_act.tools.browser.default.util.agent_click import agent_click
from nova_act.tools.browser.default.util.agent_scroll import agent_scroll
from nova_act.tools.browser.default.util.agent_type import agent_type
from nova_act.tools.browser.default.util.bbox_parser import parse_bbox_string
from nova_act.tools.browser.default.util.wait import WAIT_FOR_PAGE_TO_SETTLE_CONFIG, wait_for_page_to_settle
from playwright.sync_api import sync_playwright


def answer(value):
    print(f"RESULT {json.dumps(value)}", flush=True)


def act(page, trial):
    action = trial["action"]
    if action["name"] == "load":
        page.goto(trial["url"])
        return
    box = parse_bbox_string(trial["box"])
    if action["name"] == "click":
        agent_click(box, page)
    elif action["name"] == "scroll":
        agent_scroll(page, "down", box)
    else:
        agent_type(box, action["text"], page, "Control")


def box_of(page, target, size):
    rect = page.locator(target).bounding_box()
    right = min(rect["x"] + rect["width"], size["width"])
    bottom = min(rect["y"] + rect["height"], size["height"])
    return f"<box>{rect['y']},{rect['x']},{bottom},{right}</box>"


def is_fresh(page, expression):
    for frame in page.frames:
        try:
            if frame.evaluate(expression) is True:
                return True
        except Exception:
            # A frame that went away shows nothing.
            pass
    return False


def run(context, trial):
    page = context.new_page()
    page.goto(trial["blankUrl"])
    context.set_default_timeout(trial["limitMs"])
    if trial["action"]["name"] != "load":
        page.goto(trial["url"])
        time.sleep(trial["thinkingMs"] / 1000)
        trial["box"] = box_of(page, trial["action"]["target"], trial["viewport"])
    start = time.perf_counter()
    acted = None
    try:
        act(page, trial)
        acted = time.perf_counter()
        # The SDK's own page is always the newest.
        wait_for_page_to_settle(context.pages[-1], WAIT_FOR_PAGE_TO_SETTLE_CONFIG)
        settled = time.perf_counter()
        fresh = is_fresh(context.pages[-1], trial["fresh"])
        return {"actMs": (acted - start) * 1000, "settleMs": (settled - acted) * 1000, "isFresh": fresh}
    except Exception as error:
        failed = time.perf_counter()
        first = str(error).split("\n")[0]
        times = {"actMs": ((acted or failed) - start) * 1000, "settleMs": (failed - (acted or failed)) * 1000}
        return {**times, "isFresh": False, "error": f"{type(error).__name__}: {first}"}


launch = json.loads(sys.argv[1])
with sync_playwright() as playwright:
    browser = playwright.chromium.launch(executable_path=launch["executablePath"], args=launch["args"])
    answer({"version": browser.version})
    for line in sys.stdin:
        trial = json.loads(line)
        with browser.new_context(viewport=trial["viewport"]) as context:
            answer(run(context, trial))
    browser.close()
