"""Tasks of Step Functions that start a function and wait for a callback.

- a function that fails fails its task: https://docs.aws.amazon.com/step-functions/latest/dg/connect-lambda.html
- nothing heard for HeartbeatSeconds fails it: https://docs.aws.amazon.com/step-functions/latest/dg/connect-to-resource.html#connect-wait-token-heartbeat
- an execution that is stopped takes its tasks with it, and their tokens:
  https://docs.aws.amazon.com/step-functions/latest/apireference/API_StopExecution.html
- each attempt has a token of its own, and that of a closed task says so:
  https://docs.aws.amazon.com/step-functions/latest/apireference/API_SendTaskHeartbeat.html (TaskTimedOut)

Events: each attempt with its token (`kind` "task"), so that tests can look for it where it must not be.
"""

import threading
import time
from contextvars import ContextVar

from ministack.core.responses import error_response_json, new_uuid
from ministack.services import stepfunctions as sfn

from .switches import record

CALLBACK = "arn:aws:states:::lambda:invoke.waitForTaskToken"
LOOK_SECONDS = 0.05

_execution = ContextVar("execution", default=None)
_closed = set()


class Stopped(Exception):
    """No error of Step Functions, so that neither Retry nor Catch takes it."""


def is_stopped(execution):
    """Whether it, or the one that has started it as an item, was stopped."""
    run = sfn._map_runs.get(execution.get("mapRunArn"))
    parent = sfn._executions.get(run["executionArn"], {}) if run else {}
    return "ABORTED" in (execution["status"], parent.get("status"))


def in_execution(inner):
    def execute(state, given, execution, context):
        _execution.set(execution)
        return inner(state, given, execution, context)

    return execute


def with_new_token(inner):
    def apply(state, data, context=None):
        if state.get("Resource") == CALLBACK:
            context["Task"] = {"Token": new_uuid()}
        return inner(state, data, context)

    return apply


def waiting(inner):
    def invoke(resource, given, token, state):
        if resource != CALLBACK:
            return inner(resource, given, token, state)
        execution = _execution.get()
        if is_stopped(execution):
            raise Stopped
        record(kind="task", name=execution["name"], token=token)
        task = sfn._task_tokens[token] = {"event": threading.Event(), "result": None, "error": None, "heartbeat": None}
        try:
            return result_of(execution, task, given, state)
        finally:
            del sfn._task_tokens[token]
            _closed.add(token)

    return invoke


def result_of(execution, task, given, state):
    started = beaten = time.monotonic()
    beat = task["heartbeat"]
    function = sfn._resolve_lambda_function_ref(given["FunctionName"], optimized=True)
    sfn._call_lambda(function, given["Payload"])
    while not task["event"].wait(LOOK_SECONDS):
        now = time.monotonic()
        if is_stopped(execution):
            raise Stopped
        if task["heartbeat"] != beat:
            beat, beaten = task["heartbeat"], now
        if now - beaten > state.get("HeartbeatSeconds", float("inf")):
            raise sfn._ExecutionError("States.HeartbeatTimeout", "")
        if now - started > state.get("TimeoutSeconds", float("inf")):
            raise sfn._ExecutionError("States.Timeout", "")
    if task["error"]:
        raise sfn._ExecutionError(task["error"]["Error"], task["error"]["Cause"])
    return sfn.json.loads(task["result"])


def refusing_closed(inner):
    def send(request):
        if request.get("taskToken") in _closed:
            return error_response_json("TaskTimedOut", "Task Timed Out: 'Provided task does not exist anymore'", 400)
        return inner(request)

    return send


def keeping_stopped(inner):
    def fail(execution, error, cause):
        if execution["status"] != "ABORTED":
            inner(execution, error, cause)

    return fail


def install():
    sfn._execute_task = in_execution(sfn._execute_task)
    sfn._apply_parameters = with_new_token(sfn._apply_parameters)
    sfn._invoke_with_callback = waiting(sfn._invoke_with_callback)
    sfn._fail_execution = keeping_stopped(sfn._fail_execution)
    for name in ("_send_task_success", "_send_task_failure", "_send_task_heartbeat"):
        setattr(sfn, name, refusing_closed(getattr(sfn, name)))
