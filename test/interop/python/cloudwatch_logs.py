"""Invokes a workflow, reads with boto3 what it has logged, page by page, and prints it as JSON: outputs file, starting page."""

import json
import sys

import boto3

outputs = json.load(open(sys.argv[1]))["NovaActWorkflow-getting-started"]
payload = json.dumps({"url": sys.argv[2]}).encode()
boto3.client("bedrock-agentcore").invoke_agent_runtime(agentRuntimeArn=outputs["RuntimeArn"], payload=payload)[
    "response"
].read()

logs = boto3.client("logs")


def pages(operation, key, size, **question):
    paginator = logs.get_paginator(operation)
    return [
        item for page in paginator.paginate(**question, PaginationConfig={"PageSize": size}) for item in page[key]
    ]


def whole(group, stream):
    question = {"logGroupName": group, "logStreamName": stream, "startFromHead": True, "limit": 3}
    events = []
    while True:
        page = logs.get_log_events(**question)
        events += page["events"]
        if page["nextForwardToken"] == question.get("nextToken"):
            return events
        question["nextToken"] = page["nextForwardToken"]


def messages(events):
    return [json.loads(event["message"])["message"] for event in events]


runtime_group, run_group = outputs["RuntimeLogGroupName"], outputs["LogGroupName"]
[stream] = pages("describe_log_streams", "logStreams", 1, logGroupName=runtime_group)

tailed = []
lazy = boto3.client("logs", config=boto3.session.Config(inject_host_prefix=False))
arn = logs.describe_log_groups(logGroupNamePrefix=runtime_group)["logGroups"][0]["logGroupArn"]
for event in lazy.start_live_tail(logGroupIdentifiers=[arn])["responseStream"]:
    tailed += list(event)
    if "sessionUpdate" in event:
        break

try:
    logs.filter_log_events(logGroupName="/no/such/group")
    refused = None
except logs.exceptions.ResourceNotFoundException as error:
    refused = str(error)

print(
    json.dumps(
        {
            "groups": [group["logGroupName"] for group in pages("describe_log_groups", "logGroups", 2)],
            "stream": stream["logStreamName"],
            "runtime": messages(whole(runtime_group, stream["logStreamName"])),
            "runs": messages(pages("filter_log_events", "events", 2, logGroupName=run_group)),
            "tailed": tailed,
            "refused": refused,
        }
    )
)
