"""Calls every operation of boto3's own nova-act client and prints what came back, as JSON."""

import base64
import datetime
import json

import boto3

client = boto3.client("nova-act")
called = set()
client.meta.events.register("before-call.nova-act", lambda model, **_: called.add(model.name))


def refused(call):
    try:
        call()
    except client.exceptions.ClientError as error:
        return type(error).__name__
    return None


def plain(value):
    if isinstance(value, dict):
        return {key: plain(item) for key, item in value.items() if key != "ResponseMetadata"}
    if isinstance(value, list):
        return [plain(item) for item in value]
    return "datetime" if isinstance(value, datetime.datetime) else value


OBSERVATION = json.dumps(
    {
        "activeURL": "https://shop.example/",
        "browserDimensions": {
            "scrollHeight": 900,
            "scrollWidth": 1600,
            "scrollLeft": 0,
            "scrollTop": 0,
            "windowWidth": 1600,
            "windowHeight": 900,
        },
        "idToBboxMap": {"1": {"x": 10, "y": 10, "width": 200, "height": 40}},
        "screenshotBase64": "data:image/jpeg;base64," + base64.b64encode(b"\xff\xd8\xff\xe0\x00\x10\xff\xd9").decode(),
        "simplifiedDOM": '<title>Shop</title><h1 nova-act-id="1">Shop</h1>',
        "timestamp_ms": 1,
        "userAgent": "boto3",
    }
)


def run_act(key):
    """Steps until the agent returns, answering every call as a browser would."""
    act = {**key, "actId": client.create_act(**key, task="Return the main heading of the page")["actId"]}
    step = client.invoke_act_step(
        **act,
        callResults=[
            {"callId": "initiateAct", "content": [{"text": "{}"}]},
            {"callId": "takeObservation", "content": [{"text": OBSERVATION}]},
        ],
    )
    for _ in range(5):
        returned = next((call for call in step["calls"] if call["name"] == "return"), None)
        if returned:
            client.update_act(**act, status="SUCCEEDED")
            return returned["input"]
        results = [
            {
                "callId": call["callId"],
                "content": [{"text": OBSERVATION if call["name"] == "takeObservation" else "null"}],
            }
            for call in step["calls"]
        ]
        step = client.invoke_act_step(**act, previousStepId=step["stepId"], callResults=results)
    raise RuntimeError(f"The agent does not return: {step['calls']}")


name = {"workflowDefinitionName": "interop"}
client.create_workflow_definition(name="interop", description="Made by boto3")
run = {**name, "modelId": "nova-act-latest", "clientInfo": {"compatibilityVersion": 1, "sdkVersion": "boto3"}}
first = {**name, "workflowRunId": client.create_workflow_run(**run)["workflowRunId"]}
second = {**name, "workflowRunId": client.create_workflow_run(**run)["workflowRunId"]}
session = {**first, "sessionId": client.create_session(**first)["sessionId"]}
returned = run_act(session)
client.update_workflow_run(**first, status="SUCCEEDED")

report = {
    "returned": returned,
    "definition": plain(client.get_workflow_definition(**name)),
    "run": plain(client.get_workflow_run(**first)),
    "sessions": len(client.list_sessions(**first)["sessionSummaries"]),
    "acts": plain(client.list_acts(**name, workflowRunId=first["workflowRunId"])["actSummaries"]),
    "models": plain(client.list_models(clientCompatibilityVersion=1)["modelSummaries"]),
    "definitions": [
        item["workflowDefinitionName"] for item in client.list_workflow_definitions()["workflowDefinitionSummaries"]
    ],
    "pages": {"runs": sum(1 for _ in client.get_paginator("list_workflow_runs").paginate(**name, PaginationConfig={"PageSize": 1}))},
    "errors": {
        "conflict": refused(lambda: client.create_workflow_definition(name="interop")),
        "missing": refused(lambda: client.get_workflow_definition(workflowDefinitionName="nobody")),
        "invalid": refused(lambda: client.update_act(**session, actId="not-an-id", status="SUCCEEDED")),
    },
}
client.update_workflow_run(**second, status="FAILED")
client.delete_workflow_run(**second)
client.delete_workflow_run(**first)
client.delete_workflow_definition(**name)
print(json.dumps({**report, "called": sorted(called)}))
