"""Does for the comparison what bench/container.ts measures: answers pings, and reads a page with a browser."""

import os
import time

from bedrock_agentcore.runtime import BedrockAgentCoreApp

app = BedrockAgentCoreApp()


@app.entrypoint
def invoke(payload):
    # Loaded with the first invocation, as an entry point that is loaded by the handler is.
    import nova_act  # noqa: F401
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", chromium_sandbox=False)
        page = browser.new_page()
        page.goto(payload["url"])
        text = page.locator("body").inner_text()
        time.sleep(payload.get("holdMs", 0) / 1000)
        browser.close()
        return text


if __name__ == "__main__":
    app.run(port=int(os.environ["PORT"]), host="127.0.0.1")
