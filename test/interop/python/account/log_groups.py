"""Log groups: deletion protection, and keys that are associated later.

https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/protecting-log-groups-from-deletion.html
https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_AssociateKmsKey.html
"""

import json

from ministack.core.responses import error_response_json, json_response, new_uuid
from ministack.services import cloudwatch_logs as logs

from . import hooks

PROTECTED = "deletionProtectionEnabled"


def named(identifier):
    """The group of a name or an ARN."""
    return logs._log_groups.get((identifier or "").removesuffix(":*").split(":log-group:")[-1])


def change(request, setting, value):
    group = named(request.get("logGroupIdentifier") or request.get("resourceIdentifier") or request.get("logGroupName"))
    if group is None:
        return error_response_json("ResourceNotFoundException", "The specified log group does not exist.", 400)
    group[setting] = value
    return json_response({})


ACTIONS = {
    "PutLogGroupDeletionProtection": lambda request: change(request, PROTECTED, bool(request.get(PROTECTED))),
    "AssociateKmsKey": lambda request: change(request, "kmsKeyId", request.get("kmsKeyId")),
    "DisassociateKmsKey": lambda request: change(request, "kmsKeyId", None),
}


def acting(inner):
    async def handle(method, path, headers, body, query_params):
        action = ACTIONS.get(headers.get("x-amz-target", "").split(".")[-1])
        return action(json.loads(body)) if action else await inner(method, path, headers, body, query_params)

    return handle


def creating(inner):
    def create(request):
        answer = inner(request)
        if answer[0] == 200 and request.get(PROTECTED):
            named(request["logGroupName"])[PROTECTED] = True
        return answer

    return create


def keeping(inner):
    def delete(request):
        if (named(request.get("logGroupName")) or {}).get(PROTECTED):
            message = "Cannot delete log group with deletion protection enabled. Disable deletion protection first."
            return error_response_json("ValidationException", message, 400)
        return inner(request)

    return delete


def describing(inner):
    def describe(request):
        status, headers, body = inner(request)
        answer = json.loads(body)
        for group in answer.get("logGroups", []):
            group[PROTECTED] = bool(named(group["logGroupName"]).get(PROTECTED))
        return status, headers, json.dumps(answer).encode()

    return describe


def protect(made, properties):
    named(made[0])[PROTECTED] = str(properties.get("DeletionProtectionEnabled", False)).lower() == "true"
    return made


def naming(inner):
    """A group without a name has one that nobody had before, so that groups which were kept are not in the way."""

    def create(logical_id, properties, stack_name):
        name = properties.get("LogGroupName") or f"{stack_name}-{logical_id}-{new_uuid()[:12]}"
        return protect(inner(logical_id, {**properties, "LogGroupName": name}, stack_name), properties)

    return create


def updating(inner):
    def update(physical_id, old, new, *rest):
        # ministack would take another name than its own for a change of the name.
        name = new.get("LogGroupName") or physical_id
        return protect(inner(physical_id, old, {**new, "LogGroupName": name}, *rest), new)

    return update


def delete_resource(physical_id, _properties):
    status, _, body = logs._delete_log_group({"logGroupName": physical_id})
    if status >= 400 and named(physical_id):
        raise ValueError(json.loads(body)["message"])


def install():
    logs.handle_request = acting(logs.handle_request)
    logs._create_log_group = creating(logs._create_log_group)
    logs._delete_log_group = keeping(logs._delete_log_group)
    logs._describe_log_groups = describing(logs._describe_log_groups)
    resource = "AWS::Logs::LogGroup"
    hooks.around(resource, "create", naming)
    hooks.around(resource, "update", updating)
    hooks.around(resource, "delete", lambda _: delete_resource)
