"""An AWS account on a free loopback port: ministack, and what it lacks of AWS (see the package `account`).

Prints {"url"} when it is ready; ends on SIGINT, and when whoever started it is gone.
"""

import asyncio
import json
import os
import signal
import socket
import sys
import threading

listener = socket.create_server(("127.0.0.1", 0))
port = listener.getsockname()[1]

# All of these are read when ministack is imported.
os.environ.update(
    MINISTACK_HOST="127.0.0.1",
    GATEWAY_PORT=str(port),
    MINISTACK_REGION="us-east-1",
    # A listener of its own, on all interfaces.
    IOT_MTLS_ENABLED="0",
    LOG_LEVEL=os.environ.get("LOG_LEVEL", "ERROR"),
)

from hypercorn.asyncio import serve
from hypercorn.config import Config
from ministack.app import app

from account import (
    buckets,
    builds,
    callback_tasks,
    calls,
    change_sets,
    custom_resources,
    exports,
    functions,
    images,
    local_keys,
    log_groups,
    map_runs,
    names,
    service_schemas,
    stand_ins,
    switches,
    templates,
)

PARTS = (
    service_schemas,
    stand_ins,
    names,
    exports,
    images,
    templates,
    change_sets,
    buckets,
    log_groups,
    builds,
    custom_resources,
    functions,
    callback_tasks,
    map_runs,
)
SHUTDOWN_SECONDS = 3


async def main():
    ended = asyncio.Event()
    loop = asyncio.get_running_loop()
    loop.add_signal_handler(signal.SIGINT, ended.set)

    def watch():
        sys.stdin.read()
        loop.call_soon_threadsafe(ended.set)

    threading.Thread(target=watch, daemon=True).start()
    config = Config()
    config.bind = [f"fd://{listener.fileno()}"]
    # Clients take connections up again that were idle between two commands.
    config.keep_alive_timeout = 75
    config.loglevel = os.environ["LOG_LEVEL"]
    serving = asyncio.create_task(serve(switches.beside(local_keys.beside(calls.beside(app))), config, shutdown_trigger=ended.wait))
    print(json.dumps({"url": f"http://127.0.0.1:{port}"}), flush=True)
    await ended.wait()
    await asyncio.wait({serving}, timeout=SHUTDOWN_SECONDS)
    # A thread that waits for a custom resource would hold the process for long.
    os._exit(0)


for part in PARTS:
    part.install()
asyncio.run(main())
