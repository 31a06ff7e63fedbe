"""Stand-ins for the four types that ministack lacks, made from the services' own schemas.

What a schema does not say:

- names are unique: https://docs.aws.amazon.com/bedrock-agentcore-control/latest/APIReference/API_CreateAgentRuntime.html
  (ConflictException), and the same of the other three
- a change of a runtime makes its next version; that one of its tags does not, is a guess:
  https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/agent-runtime-versioning.html
- a new runtime makes the log group of its endpoint DEFAULT, which is never in a stack:
  https://github.com/aws-cloudformation/cloudformation-coverage-roadmap/issues/2460
  https://github.com/hashicorp/terraform-provider-aws/issues/47630
  https://github.com/aws/aws-cdk/issues/37983
"""

import base64
import hashlib
import re

from ministack.core.responses import get_account_id, get_region, now_iso
from ministack.services import cloudwatch_logs
from ministack.services.cloudformation.provisioners import _RESOURCE_HANDLERS

from . import service_schemas
from .names import TAKEN_MESSAGE
from .switches import fail_if_told, record, switches

RUNTIME = "AWS::BedrockAgentCore::Runtime"
ENDPOINT = "AWS::BedrockAgentCore::RuntimeEndpoint"
BROWSER = "AWS::BedrockAgentCore::BrowserCustom"
DEFINITION = "AWS::NovaAct::WorkflowDefinition"
LOG_GROUPS = "/aws/bedrock-agentcore/runtimes/"

# By (account, region, type, name): what is there. Names of endpoints begin with the id of their runtime.
_made = {}
# How often a name was used: a second runtime of one name has another id.
_generations = {}


def scope(type_name, properties):
    name = properties["AgentRuntimeName" if type_name == RUNTIME else "Name"]
    owner = f"{properties['AgentRuntimeId']}/" if type_name == ENDPOINT else ""
    return get_account_id(), get_region(), type_name, owner + name


def identify(key):
    """A name and ten letters. The first runtime of a workflow has the id that local AWS gives it."""
    _, _, type_name, name = key
    generation = _generations[key] = _generations.get(key, 0) + 1
    seed = f"local-runtime:{name.replace('_', '-')}" if type_name == RUNTIME else f"{type_name}:{name}"
    if generation > 1:
        seed += f":{generation}"
    digest = base64.urlsafe_b64encode(hashlib.sha256(seed.encode()).digest()).decode()
    return f"{name.split('/')[-1]}-{re.sub('[^a-zA-Z0-9]', '', digest)[:10]}"


def arn(service, resource):
    return f"arn:aws:{service}:{get_region()}:{get_account_id()}:{resource}"


def attributes(type_name, made):
    """All that the schema calls read-only, but for what an existing resource has only after a failure."""
    properties, identifier = made["properties"], made["id"]
    runtime = properties.get("AgentRuntimeId", identifier)
    newest = str(made.get("version", newest_version(runtime)))
    values = {
        "AgentRuntimeId": runtime,
        "AgentRuntimeArn": arn("bedrock-agentcore", f"runtime/{runtime}"),
        "AgentRuntimeVersion": newest,
        "AgentRuntimeEndpointArn": arn(
            "bedrock-agentcore", f"runtime/{runtime}/runtime-endpoint/{properties.get('Name')}"
        ),
        "Arn": arn("nova-act", f"workflow-definition/{properties.get('Name')}"),
        "BrowserArn": arn("bedrock-agentcore", f"browser-custom/{identifier}"),
        "BrowserId": identifier,
        "CreatedAt": made["createdAt"],
        "Id": identifier,
        "LastUpdatedAt": now_iso(),
        "LiveVersion": properties.get("AgentRuntimeVersion", newest),
        "Status": "ACTIVE" if type_name == DEFINITION else "READY",
        "TargetVersion": properties.get("AgentRuntimeVersion", newest),
        "WorkloadIdentityDetails": {},
    }
    schema = service_schemas.schema_of(type_name)
    names = service_schemas.properties_at(schema, "readOnlyProperties")
    return {name: values[name] for name in names if name != "FailureReason"}


def runtime_of(runtime_id):
    here = (get_account_id(), get_region(), RUNTIME)
    return next((made for key, made in _made.items() if key[:3] == here and made["id"] == runtime_id), None)


def endpoint_of(runtime_id, name):
    return _made.get((get_account_id(), get_region(), ENDPOINT, f"{runtime_id}/{name}"))


def newest_version(runtime_id):
    return (runtime_of(runtime_id) or {}).get("version", 1)


def answer(type_name, made):
    """What CloudFormation is told: the identifier that Ref gives, and the attributes."""
    found = attributes(type_name, made)
    [identifier] = service_schemas.properties_at(service_schemas.schema_of(type_name), "primaryIdentifier")
    return found[identifier], found


def make_log_group(runtime_id, endpoint):
    """As the service does: it takes a group that is there already."""
    cloudwatch_logs._create_log_group({"logGroupName": f"{LOG_GROUPS}{runtime_id}-{endpoint}"})


def check_endpoint(properties):
    runtime = runtime_of(properties["AgentRuntimeId"])
    if runtime is None:
        raise ValueError(f"Agent runtime {properties['AgentRuntimeId']} was not found.")
    version = properties.get("AgentRuntimeVersion")
    if version is not None and not 1 <= int(version) <= runtime["version"]:
        raise ValueError(f"Version {version} of agent runtime {runtime['id']} was not found.")


def creating(type_name):
    def create(_logical_id, properties, _stack_name):
        fail_if_told(type_name)
        key = scope(type_name, properties)
        if key in _made:
            raise ValueError(TAKEN_MESSAGE.format(type_name, key[3]))
        if type_name == ENDPOINT:
            check_endpoint(properties)
        made = _made[key] = {"properties": properties, "id": identify(key), "createdAt": now_iso()}
        if type_name == RUNTIME:
            made["version"] = 1
            if switches()["runtimeLogGroups"]:
                make_log_group(made["id"], "DEFAULT")
        elif type_name == ENDPOINT and switches()["endpointLogGroups"]:
            make_log_group(properties["AgentRuntimeId"], properties["Name"])
        record(kind="create", type=type_name, name=key[3])
        return answer(type_name, made)

    return create


def updating(type_name):
    def update(_physical_id, old, new, _stack_name):
        fail_if_told(type_name)
        key = scope(type_name, old)
        made = _made[key]
        if type_name == ENDPOINT:
            check_endpoint(new)
        if type_name == RUNTIME and {**old, "Tags": None} != {**new, "Tags": None}:
            made["version"] += 1
        made["properties"] = new
        record(kind="update", type=type_name, name=key[3])
        return answer(type_name, made)

    return update


def deleting(type_name):
    def delete(_physical_id, properties):
        fail_if_told(type_name)
        key = scope(type_name, properties)
        _made.pop(key, None)
        record(kind="delete", type=type_name, name=key[3])

    return delete


def install():
    for type_name in (RUNTIME, ENDPOINT, BROWSER, DEFINITION):
        if type_name in _RESOURCE_HANDLERS:
            raise LookupError(f"ministack knows {type_name} by now: look whether the stand-in is still needed.")
        _RESOURCE_HANDLERS[type_name] = {
            "create": creating(type_name),
            "update": updating(type_name),
            "delete": deleting(type_name),
        }
