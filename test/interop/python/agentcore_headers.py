"""Prints which headers the model of InvokeAgentRuntime has, and what comes back of those that a call is given."""
import json
import sys

import boto3

arn, qualifier = sys.argv[1:]
client = boto3.client("bedrock-agentcore")
operation = client.meta.service_model.operation_model("InvokeAgentRuntime")


def headers(shape):
    return [
        member.serialization["name"].lower()
        for member in shape.members.values()
        if member.serialization.get("location") == "header"
    ]


given = {
    "traceId": "Root=1-65f0a1b2-0123456789abcdef01234567",
    "traceParent": "00-0123456789abcdef0123456789abcdef-0123456789abcdef-01",
    "traceState": "vendor=1",
    "baggage": "tenant=blue",
    "mcpSessionId": "mcp-1",
    "mcpProtocolVersion": "2025-06-18",
}
answer = client.invoke_agent_runtime(agentRuntimeArn=arn, qualifier=qualifier, payload=b"{}", **given)
answer["response"].read()
print(
    json.dumps(
        {
            "request": headers(operation.input_shape),
            "answer": headers(operation.output_shape),
            "isGivenBack": all(answer.get(name) == value for name, value in given.items()),
        }
    )
)
