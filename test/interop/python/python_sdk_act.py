"""One act of AWS's own Python SDK against local AWS, in a Chromium that is there already.

The SDK has the address of its service in its code: this replaces it, and nothing else. The page comes as the first
argument, the browser's DevTools address as the second.
"""

import json
import os
import sys

os.environ["NOVA_ACT_SKIP_PLAYWRIGHT_INSTALL"] = "1"
# Sends the page's DOM with the screenshot: the offline agent reads it.
os.environ["NOVA_ACT_REPLAYABLE"] = "1"

import boto3
from nova_act import NovaAct, Workflow
from nova_act.impl.backends.starburst import client as service


def use_local_aws(self):
    self._api_url = os.environ["AWS_ENDPOINT_URL_NOVA_ACT"]


for member in vars(service).values():
    if isinstance(member, type) and hasattr(member, "_resolve_endpoints"):
        member._resolve_endpoints = use_local_aws

page, browser = sys.argv[1:]
with Workflow(model_id="nova-act-latest", workflow_definition_name="getting-started-workflow") as workflow:
    options = {"cdp_endpoint_url": browser, "workflow": workflow, "tty": False}
    # The page is plain HTTP on loopback: there is no certificate to check.
    with NovaAct(starting_page=page, ignore_https_errors=True, **options) as nova:
        result = nova.act_get("Return the main heading of the page")
        answer = {"response": result.parsed_response, "steps": result.metadata.num_steps_executed}
runs = boto3.client("nova-act").list_workflow_runs(workflowDefinitionName="getting-started-workflow")
answer["runs"] = [run["status"] for run in runs["workflowRunSummaries"]]
print(f"\nANSWER {json.dumps(answer)}")
