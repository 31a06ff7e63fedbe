"""Calls of runtimes, and what their endpoints lead to. No code of a runtime is run: a switch says how a workflow ends.

https://docs.aws.amazon.com/bedrock-agentcore/latest/APIReference/API_InvokeAgentRuntime.html
https://docs.aws.amazon.com/bedrock-agentcore-control/latest/APIReference/API_GetAgentRuntimeEndpoint.html

A workflow that succeeds or fails answers with the events that the host of this project sends; see docs/container.md.
"""

import json
import re
from urllib.parse import parse_qs, unquote

from ministack.core.responses import set_request_account_id, set_request_region

from . import stand_ins
from .switches import record, switches

SIGNED = re.compile(rb"Credential=(\d{12})/\d+/([a-z0-9-]+)/bedrock-agentcore/")
ENDPOINT = re.compile(r"/runtimes/([^/]+)/runtime-endpoints/([^/]+)/?")
CALL = re.compile(r"/runtimes/([^/]+)/(invocations|stopruntimesession)")

RUN_ID = "00000000-0000-4000-8000-000000000000"
FAILED = {"type": "error", "error": {"name": "ActAgentFailed", "message": "The call was told to fail."}}
SUCCEEDED = {"type": "result", "result": "done"}


class Refusal(Exception):
    def __init__(self, status, name, message):
        super().__init__(message)
        self.status, self.name = status, name


def beside(app):
    """An application that answers these operations, and hands on all others."""

    async def serve(scope, receive, send):
        if scope["type"] != "http":
            return await app(scope, receive, send)
        headers = dict(scope["headers"])
        signed = SIGNED.search(headers.get(b"authorization", b""))
        path = scope.get("raw_path", b"").decode()
        endpoint, call = ENDPOINT.fullmatch(path), CALL.fullmatch(path)
        if not signed or not (endpoint or call):
            return await app(scope, receive, send)
        await body_of(receive)
        set_request_account_id(signed[1].decode())
        set_request_region(signed[2].decode())
        try:
            if endpoint:
                status, kind, answer = 200, "application/json", describe(unquote(endpoint[1]), unquote(endpoint[2]))
            else:
                qualifier = parse_qs(scope["query_string"].decode()).get("qualifier", ["DEFAULT"])[0]
                session = headers.get(b"x-amzn-bedrock-agentcore-runtime-session-id", b"").decode()
                status, kind, answer = respond(unquote(call[1]), call[2], qualifier, session)
            extra = []
        except Refusal as refusal:
            status, kind, answer = refusal.status, "application/json", json.dumps({"message": str(refusal)})
            extra = [(b"x-amzn-errortype", refusal.name.encode())]
        await send(
            {"type": "http.response.start", "status": status, "headers": [(b"content-type", kind.encode()), *extra]}
        )
        await send({"type": "http.response.body", "body": answer.encode()})

    return serve


async def body_of(receive):
    body, message = b"", {"more_body": True}
    while message.get("more_body"):
        message = await receive()
        body += message.get("body", b"")
    return body


def version_of(runtime_id, endpoint):
    """DEFAULT has the newest version, others what they were told."""
    runtime = stand_ins.runtime_of(runtime_id)
    made = stand_ins.endpoint_of(runtime_id, endpoint)
    if runtime is None or (made is None and endpoint != "DEFAULT"):
        raise Refusal(404, "ResourceNotFoundException", f"There is no endpoint {endpoint} of runtime {runtime_id}.")
    return str((made or {}).get("properties", {}).get("AgentRuntimeVersion", runtime["version"]))


def describe(runtime_id, endpoint):
    arn = stand_ins.arn("bedrock-agentcore", f"runtime/{runtime_id}")
    version = version_of(runtime_id, endpoint)
    now = "2026-01-01T00:00:00Z"
    return json.dumps(
        {
            "agentRuntimeArn": arn,
            "agentRuntimeEndpointArn": f"{arn}/runtime-endpoint/{endpoint}",
            "createdAt": now,
            "id": endpoint,
            "lastUpdatedAt": now,
            "liveVersion": version,
            "name": endpoint,
            "status": "READY",
            "targetVersion": version,
        }
    )


def respond(arn, operation, qualifier, session):
    runtime_id = arn.rsplit("/", 1)[-1]
    if arn != stand_ins.arn("bedrock-agentcore", f"runtime/{runtime_id}"):
        raise Refusal(404, "ResourceNotFoundException", f"There is no runtime {arn}.")
    if len(session) < 33:
        raise Refusal(400, "ValidationException", "A session id has 33 characters or more.")
    version = version_of(runtime_id, qualifier)
    if operation == "stopruntimesession":
        return 200, "application/json", "{}"
    stand_ins.make_log_group(runtime_id, qualifier)
    fails = switches()["failingCalls"]
    record(kind="call", name=runtime_id, endpoint=qualifier, version=version, problem=fails or None)
    run = {"type": "run", "phase": "started", "definitionName": "a", "workflowRunId": RUN_ID, "status": "RUNNING"}
    events = [run, FAILED if fails else SUCCEEDED]
    return 200, "text/event-stream", "".join(f"event: {e['type']}\ndata: {json.dumps(e)}\n\n" for e in events)
