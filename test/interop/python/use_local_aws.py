"""Leads AWS's own Python SDK to local AWS, and to a Chromium that is there already.

The SDK has the address of its service in its code: this replaces it, and nothing else. Arguments: the definition, the page, the
browser's DevTools address.
"""

import json
import os
import sys

os.environ["NOVA_ACT_SKIP_PLAYWRIGHT_INSTALL"] = "1"
# Sends the page's DOM with the screenshot: the offline agent reads it.
os.environ["NOVA_ACT_REPLAYABLE"] = "1"

import boto3
from nova_act.impl.backends.starburst import client as service


def endpoint_of_environment(self):
    self._api_url = os.environ["AWS_ENDPOINT_URL_NOVA_ACT"]


for member in vars(service).values():
    if isinstance(member, type) and hasattr(member, "_resolve_endpoints"):
        member._resolve_endpoints = endpoint_of_environment

definition, page, browser = sys.argv[1:]
# The page is plain HTTP on loopback: there is no certificate to check.
options = {"starting_page": page, "cdp_endpoint_url": browser, "ignore_https_errors": True, "tty": False}


def tell(answers):
    """Prints what came of the last run of the definition, as JSON."""
    nova = boto3.client("nova-act")
    run = nova.list_workflow_runs(workflowDefinitionName=definition)["workflowRunSummaries"][0]
    of_run = {"workflowDefinitionName": definition, "workflowRunId": run["workflowRunId"]}
    sessions = len(nova.list_sessions(**of_run)["sessionSummaries"])
    print(f"\nANSWER {json.dumps({'answers': answers, 'status': run['status'], 'sessions': sessions})}")
