"""Runs commands in turns, each so many times, and prints the time of processors that each took, in milliseconds."""

import json
import resource
import subprocess
import sys


def cpu_ms(command, environment):
    def used():
        usage = resource.getrusage(resource.RUSAGE_CHILDREN)
        return usage.ru_utime + usage.ru_stime

    before = used()
    ended = subprocess.run(command, env=environment, stdin=subprocess.DEVNULL, capture_output=True, text=True)
    if ended.returncode != 0:
        sys.exit(f"{' '.join(command)} ended with {ended.returncode}: {ended.stderr}")
    return (used() - before) * 1000


asked = json.load(sys.stdin)
times = {name: [] for name in asked["commands"]}
for _ in range(asked["repeats"]):
    for name, command in asked["commands"].items():
        times[name].append(cpu_ms(command, asked["environment"]))
print(json.dumps(times))
