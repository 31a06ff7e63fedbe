"""Runs acts by AWS's own Python SDK as it is told on standard input, a line of JSON each, and answers what they took.

The SDK has the address of its service in its code: this replaces it, and nothing else. Argument: the browser's DevTools address.
"""

import json
import os
import sys
import time

os.environ["NOVA_ACT_SKIP_PLAYWRIGHT_INSTALL"] = "1"
# What it prints is for people: answers have a way of their own.
answers = os.fdopen(os.dup(1), "w")
os.dup2(2, 1)

from nova_act import NovaAct, Workflow
from nova_act.impl.backends.starburst import client as service


def endpoint_of_environment(self):
    self._api_url = os.environ["AWS_ENDPOINT_URL_NOVA_ACT"]


for member in vars(service).values():
    if isinstance(member, type) and hasattr(member, "_resolve_endpoints"):
        member._resolve_endpoints = endpoint_of_environment


def children():
    """Process ids below this one that are no browsers: Playwright's driver."""
    try:
        with open(f"/proc/self/task/{os.getpid()}/children") as file:
            return file.read().split()
    except OSError:
        return []


def cpu_ms():
    """Of this process and of Playwright's driver, which does its share of the client's work."""
    total = time.process_time() * 1000
    for child in children():
        with open(f"/proc/{child}/stat") as file:
            fields = file.read().rpartition(")")[2].split()
        total += (int(fields[11]) + int(fields[12])) * 1000 / os.sysconf("SC_CLK_TCK")
    return total


def rss_megabytes():
    total = 0
    for process in ["self", *children()]:
        with open(f"/proc/{process}/statm") as file:
            total += int(file.read().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 2**20
    return total


def done(asked, sessions):
    if "open" in asked:
        options = asked["open"]
        for _ in range(options.get("sessions", 1)):
            nova = NovaAct(
                starting_page=options["url"],
                cdp_endpoint_url=sys.argv[1],
                ignore_https_errors=True,
                tty=False,
                workflow=workflow,
                replayable=options["withDom"],
            )
            nova.start()
            sessions.append(nova)
    before = cpu_ms()
    began = time.perf_counter()
    if "act" in asked:
        for nova in sessions:
            nova.act(f"Click {asked['act']} times", max_steps=asked["act"] + 2)
    answer = {"cpuMs": cpu_ms() - before, "wallMs": (time.perf_counter() - began) * 1000}
    if "memory" in asked:
        answer["rssMegabytes"] = rss_megabytes()
    return answer


with Workflow(workflow_definition_name="bench", model_id="nova-act-latest") as workflow:
    sessions = []
    for line in sys.stdin:
        print(json.dumps(done(json.loads(line), sessions)), file=answers, flush=True)
    for nova in sessions:
        nova.stop()
