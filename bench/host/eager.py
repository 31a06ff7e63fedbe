"""A host as one is written that imports the SDK at its top."""

import os

import nova_act  # noqa: F401
from bedrock_agentcore.runtime import BedrockAgentCoreApp

app = BedrockAgentCoreApp()


@app.entrypoint
def invoke(payload):
    return payload


app.run(port=int(os.environ["PORT"]), host="127.0.0.1")
