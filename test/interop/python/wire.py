"""The acts of wire.test.ts by AWS's own Python SDK: with a tool, with people, with a file, and one that gives up.

Arguments: the definition, the page, the browser's DevTools address, the file to upload.
"""

import sys

file = sys.argv.pop()

import use_local_aws
from nova_act import NovaAct, SecurityOptions, Workflow
from nova_act.tools.human.interface.human_input_callback import (
    ApprovalResponse,
    HumanInputCallbacksBase,
    UiTakeoverResponse,
)
from nova_act.types.act_errors import ActAgentFailed
from strands import tool


@tool(name="lookup_order", description="Gives the state of an order.")
def lookup_order(id: str) -> dict:
    """Gives the state of an order.

    Args:
        id: of the order
    """
    return {"id": id, "state": "shipped"}


class People(HumanInputCallbacksBase):
    def approve(self, message):
        return ApprovalResponse.YES

    def ui_takeover(self, message):
        return UiTakeoverResponse.COMPLETE


with Workflow(workflow_definition_name=use_local_aws.definition, model_id="nova-act-latest") as workflow:
    options = {
        **use_local_aws.options,
        "tools": [lookup_order],
        "human_input_callbacks": People(),
        "security_options": SecurityOptions(allowed_file_upload_paths=[file]),
    }
    with NovaAct(**options, workflow=workflow) as nova:
        nova.act("Look up order 7")
        nova.act("Buy it, with permission")
        nova.act_get("Upload the file", {"type": "object", "properties": {"done": {"type": "boolean"}}})
        try:
            nova.act("Do what cannot be done")
        except ActAgentFailed:
            pass
