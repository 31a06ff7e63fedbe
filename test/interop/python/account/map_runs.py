"""Distributed Map: limits that the input says, results in a bucket, and the context of child executions.

- MaxConcurrencyPath, ToleratedFailurePercentagePath: https://docs.aws.amazon.com/step-functions/latest/dg/state-map-distributed.html
- ResultWriter: https://docs.aws.amazon.com/step-functions/latest/dg/input-output-resultwriter.html
- the context object of a child is its own, and has RedriveCount: https://docs.aws.amazon.com/step-functions/latest/dg/input-output-contextobject.html
- children of an execution that was stopped are stopped: https://docs.aws.amazon.com/step-functions/latest/dg/concepts-examine-map-run.html
  ("Aborted"); their Map Run, too

Still not here: a Map Run goes on to its last item when more have failed than may, so that nothing is pending; RedriveExecution.
"""

import json

from ministack.services import s3
from ministack.services import stepfunctions as sfn

from .callback_tasks import Stopped, is_stopped

PATHS = {"MaxConcurrencyPath": "MaxConcurrency", "ToleratedFailurePercentagePath": "ToleratedFailurePercentage"}
FILES = {"SUCCEEDED": ("SUCCEEDED",), "FAILED": ("FAILED", "TIMED_OUT", "ABORTED"), "PENDING": ("PENDING",)}


def with_redrives(inner):
    def execute(state, given, execution, context):
        context["Execution"].setdefault("RedriveCount", 0)
        return inner(state, given, execution, context)

    return execute


def as_child(inner):
    def run(states, start, given, execution, context):
        if "mapRunArn" not in execution:
            return inner(states, start, given, execution, context)
        if is_stopped(execution):
            execution["began"] = False
            raise Stopped
        context["Execution"] = {
            "Id": execution["executionArn"],
            "Input": given,
            "Name": execution["name"],
            "RedriveCount": 0,
            "StartTime": execution["startDate"],
        }
        return inner(states, start, given, execution, context)

    return run


def running(inner):
    def run(state, raw, effective, iterator, execution, context):
        values = {name: sfn._resolve_path_or_ctx(state[path], effective, context) for path, name in PATHS.items() if path in state}
        try:
            answer = inner({**state, **values}, raw, effective, iterator, execution, context)
        finally:
            written = finish({**state, **values}, effective, execution, context)
        return (written or answer[0]), answer[1]

    return run


def finish(state, effective, execution, context):
    """Says what was stopped, and writes what became of the items."""
    found = [run for run in sfn._map_runs.values() if run["executionArn"] == execution["executionArn"]]
    if not found:
        return None  # The items could not be read.
    children = [each for each in sfn._executions.values() if each.get("mapRunArn") == found[-1]["mapRunArn"]]
    if is_stopped(execution):
        found[-1]["status"] = "ABORTED"
        for child in children:
            if not child.get("began", True):
                child["status"] = "PENDING"
                del sfn._executions[child["executionArn"]]
            elif child["status"] == "FAILED" and child["error"] == "States.TaskFailed" and not child["cause"]:
                child["status"] = "ABORTED"
                del child["error"], child["cause"]
    writer = state.get("ResultWriter")
    if not writer:
        return None
    return write(sfn._resolve_params_obj(writer["Parameters"], effective, context), found[-1], children)


def write(place, run, children):
    folder = "/".join([place["Prefix"].strip("/"), run["mapRunArn"].rsplit(":", 1)[-1]])
    files = {}
    for name, statuses in FILES.items():
        lines = [json.dumps(entry(child)) for child in children if child["status"] in statuses]
        key = f"{folder}/{name}_0.jsonl"
        body = "".join(f"{line}\n" for line in lines).encode()
        if lines:
            s3._put_object(place["Bucket"], key, body, {})
        files[name] = [{"Key": key, "Size": len(body)}] if lines else []
    manifest = {"DestinationBucket": place["Bucket"], "MapRunArn": run["mapRunArn"], "ResultFiles": files}
    key = f"{folder}/manifest.json"
    s3._put_object(place["Bucket"], key, json.dumps(manifest).encode(), {})
    return {"MapRunArn": run["mapRunArn"], "ResultWriterDetails": {"Bucket": place["Bucket"], "Key": key}}


def entry(child):
    succeeded = child["status"] == "SUCCEEDED"
    outcome = ("output", "outputDetails") if succeeded else ("error", "cause")
    return {
        "RedriveCount": 0,
        "RedriveStatus": "NOT_REDRIVABLE" if succeeded else "REDRIVABLE_BY_MAP_RUN",
        **{
            key[0].upper() + key[1:]: child[key]
            for key in (*outcome, "executionArn", "input", "inputDetails", "name", "startDate", "stateMachineArn", "status", "stopDate")
            if child.get(key) is not None
        },
    }


def install():
    sfn._execute_task = with_redrives(sfn._execute_task)
    sfn._run_sub_machine = as_child(sfn._run_sub_machine)
    sfn._run_distributed_map = running(sfn._run_distributed_map)
