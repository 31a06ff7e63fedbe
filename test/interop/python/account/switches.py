"""What tests ask of an account beside AWS's own interfaces: POST /_account/switches and GET /_account/events.

Switches, of one account (12 digits, the access key of its callers):

- failing: types of resources whose next change fails, with the message that the service would give
- failingBuilds: how many of the next builds fail
- failingCalls: whether workflows fail that are called
- runtimeLogGroups: whether a new runtime makes the log group of its endpoint DEFAULT, or the first call does
- endpointLogGroups: whether another new endpoint makes its log group, too

Events: what stand-ins, builds, calls and tasks that wait did, oldest first.
"""

import json
from collections import defaultdict
from urllib.parse import parse_qs

from ministack.core.responses import get_account_id

DEFAULTS = {"failing": {}, "failingBuilds": 0, "failingCalls": False, "runtimeLogGroups": True, "endpointLogGroups": False}

_switches = defaultdict(lambda: dict(DEFAULTS))
_events = defaultdict(list)


def switches():
    """Those of the account that is being served."""
    return _switches[get_account_id()]


def record(**event):
    _events[get_account_id()].append(event)


def fail_if_told(type_name):
    """Fails the next change of a type, once."""
    failing = dict(switches()["failing"])
    message = failing.pop(type_name, None)
    switches()["failing"] = failing
    if message is not None:
        raise ValueError(message)


def beside(app):
    """An application that answers these paths, and hands on all others."""

    async def serve(scope, receive, send):
        path = scope.get("path", "")
        if scope["type"] != "http" or not path.startswith("/_account/"):
            return await app(scope, receive, send)
        if path == "/_account/switches":
            message = {"more_body": True}
            body = b""
            while message.get("more_body"):
                message = await receive()
                body += message.get("body", b"")
            request = json.loads(body)
            unknown = request.keys() - DEFAULTS.keys() - {"account"}
            status, answer = (400, {"unknown": sorted(unknown)}) if unknown else (200, {})
            _switches[request.pop("account")].update(request if status == 200 else {})
        else:
            account = parse_qs(scope["query_string"].decode())["account"][0]
            status, answer = 200, _events[account]
        await send({"type": "http.response.start", "status": status, "headers": [(b"content-type", b"application/json")]})
        await send({"type": "http.response.body", "body": json.dumps(answer).encode()})

    return serve
