"""Runs acts by AWS's own Python SDK as it is told on standard input, a line of JSON each, and answers what they took.

The SDK has the address of its service in its code: this replaces it, and nothing else. Argument: the browser's DevTools address.
"""

import gc
import json
import os
import sys
import time
from concurrent.futures import ThreadPoolExecutor

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


def read(path):
    with open(path) as file:
        return file.read()


def children():
    """Process ids below this one, none of which is a browser: Playwright's drivers."""
    try:
        threads = os.listdir("/proc/self/task")
        return [child for thread in threads for child in read(f"/proc/self/task/{thread}/children").split()]
    except OSError:
        return []


def cpu_ms():
    """Of this process and of Playwright's drivers, which do their share of the client's work."""
    total = time.process_time() * 1000
    for child in children():
        fields = read(f"/proc/{child}/stat").rpartition(")")[2].split()
        total += (int(fields[11]) + int(fields[12])) * 1000 / os.sysconf("SC_CLK_TCK")
    return total


def rss_megabytes():
    total = 0
    for process in ["self", *children()]:
        total += int(read(f"/proc/{process}/statm").split()[1]) * os.sysconf("SC_PAGE_SIZE") / 2**20
    return total


def open_session(options):
    nova = NovaAct(
        starting_page=options["url"],
        cdp_endpoint_url=sys.argv[1],
        ignore_https_errors=True,
        tty=False,
        workflow=workflow,
        replayable=options["withDom"],
    )
    nova.start()
    return nova


def each(work):
    """In all sessions at the same time. A session belongs to the thread that has started it."""
    return [job.result() for job in [thread.submit(work, nova) for thread, nova in sessions]]


def done(asked):
    if "open" in asked:
        threads = [ThreadPoolExecutor(max_workers=1) for _ in range(asked["open"].get("sessions", 1))]
        jobs = [thread.submit(open_session, asked["open"]) for thread in threads]
        sessions.extend((thread, job.result()) for thread, job in zip(threads, jobs))
    before = cpu_ms()
    if "act" in asked:
        each(lambda nova: nova.act(f"Click {asked['act']} times", max_steps=asked["act"] + 2))
    answer = {"cpuMs": cpu_ms() - before}
    if "memory" in asked:
        gc.collect()
        answer["rssMegabytes"] = rss_megabytes()
    return answer


sessions = []
with Workflow(workflow_definition_name="bench", model_id="nova-act-latest") as workflow:
    for line in sys.stdin:
        print(json.dumps(done(json.loads(line))), file=answers, flush=True)
    each(lambda nova: nova.stop())
