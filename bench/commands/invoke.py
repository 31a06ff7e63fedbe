"""What `act invoke` does, in boto3."""

import json
import sys

import boto3
from botocore.config import Config

client = boto3.client("bedrock-agentcore", config=Config(retries={"total_max_attempts": 1}))
answer = client.invoke_agent_runtime(
    agentRuntimeArn=sys.argv[1], qualifier="live", contentType="application/json", payload="{}"
)
print(json.load(answer["response"]))
