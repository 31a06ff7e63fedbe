"""Runs acts by AWS's own Python SDK as it is told on standard input, a line of JSON each, and answers what they took.

The SDK has the address of its service in its code: this replaces it, and nothing else.
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


def megabytes(what):
    """A line of /proc/<id>/status, of this process and of Playwright's drivers together."""
    lines = [line for process in ["self", *children()] for line in read(f"/proc/{process}/status").splitlines()]
    return sum(int(line.split()[1]) for line in lines if line.startswith(what)) * 1024 / 1e6


def open_session(options, browser):
    nova = NovaAct(
        starting_page=options["url"],
        cdp_endpoint_url=browser,
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
        browsers = asked["open"]["devToolsUrls"]
        threads = [ThreadPoolExecutor(max_workers=1) for _ in browsers]
        jobs = [thread.submit(open_session, asked["open"], browser) for thread, browser in zip(threads, browsers)]
        sessions.extend((thread, job.result()) for thread, job in zip(threads, jobs))
    before = cpu_ms()
    if "act" in asked:
        each(lambda nova: nova.act(f"Click {asked['act']} times", max_steps=asked["act"] + 2))
    answer = {"cpuMs": cpu_ms() - before}
    if "memory" in asked:
        gc.collect()
        answer["rssMegabytes"] = megabytes("VmRSS:")
        answer["peakMegabytes"] = megabytes("VmHWM:")
    return answer


sessions = []
with Workflow(workflow_definition_name="bench", model_id="nova-act-latest") as workflow:
    for line in sys.stdin:
        print(json.dumps(done(json.loads(line))), file=answers, flush=True)
    each(lambda nova: nova.stop())
