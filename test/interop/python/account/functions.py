"""Functions: one that throws is told of by the name of its error, where ministack has one name for all.

https://docs.aws.amazon.com/lambda/latest/dg/nodejs-exceptions.html
"""

from contextvars import ContextVar

from ministack.core import lambda_runtime
from ministack.services import lambda_svc

TOLD = 'status: "error", error: String(err.message || err),'
ANY_NAME = "Runtime.HandlerError"

_thrown = ContextVar("thrown", default=None)


def noting(inner):
    def invoke(*args, **options):
        result = inner(*args, **options)
        _thrown.set(result.get("name"))
        return result

    return invoke


def naming(inner):
    def execute(*args):
        result = inner(*args)
        body, name = result.get("body"), _thrown.get()
        if result.get("error") and name and body.get("errorType") == ANY_NAME:
            body["errorType"] = name
        return result

    return execute


def install():
    if TOLD not in lambda_runtime._NODEJS_WORKER_SCRIPT:
        raise LookupError("ministack tells of errors of functions in another way by now.")
    lambda_runtime._NODEJS_WORKER_SCRIPT = lambda_runtime._NODEJS_WORKER_SCRIPT.replace(TOLD, f"{TOLD} name: err.name,")
    lambda_runtime.Worker.invoke = noting(lambda_runtime.Worker.invoke)
    lambda_svc._execute_function_warm = naming(lambda_svc._execute_function_warm)
