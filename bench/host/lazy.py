"""A host as one is written that imports the SDK when it is invoked."""

import os

from bedrock_agentcore.runtime import BedrockAgentCoreApp

app = BedrockAgentCoreApp()


@app.entrypoint
def invoke(payload):
    import nova_act  # noqa: F401

    return payload


app.run(port=int(os.environ["PORT"]), host="127.0.0.1")
