"""moto on a free loopback port. Prints {"url", "standIns"} when it is ready, and ends on SIGINT.

moto has no CloudFormation support for Nova Act and for some of AgentCore. For these types there are stand-ins that check
what CloudFormation would check first: that the properties fit the schema of the type as cfn-lint ships it, and that
templates ask only for attributes that the schema has. They make nothing.
"""

import json
import logging
import signal

from cfnlint.schema.manager import PROVIDER_SCHEMA_MANAGER
from moto.cloudformation.parsing import get_model_list, get_model_map
from moto.core.common_models import CloudFormationModel
from moto.server import ThreadedMotoServer

REGION = "us-east-1"
TYPES = [
    "AWS::BedrockAgentCore::BrowserCustom",
    "AWS::BedrockAgentCore::Runtime",
    "AWS::BedrockAgentCore::RuntimeEndpoint",
    "AWS::NovaAct::WorkflowDefinition",
    "AWS::S3::BucketPolicy",
]


def attribute_names(schema):
    return {path.removeprefix("/properties/") for path in schema.get("readOnlyProperties", [])}


def value_of(type_name, attribute, name, account_id):
    """Something that looks like the attribute: clients check the shape of ARNs."""
    identifier = f"{name}-a1B2c3D4e5"
    if type_name == "AWS::NovaAct::WorkflowDefinition" and attribute == "Arn":
        return f"arn:aws:nova-act:{REGION}:{account_id}:workflow-definition/{name}"
    if attribute.endswith("Arn"):
        kind = "browser-custom" if "Browser" in attribute else "runtime"
        return f"arn:aws:bedrock-agentcore:{REGION}:{account_id}:{kind}/{identifier}"
    return {"AgentRuntimeVersion": "1", "Status": "READY"}.get(attribute, identifier)


def make_stand_in(type_name):
    schema = PROVIDER_SCHEMA_MANAGER.get_resource_schema(REGION, type_name).schema
    attributes = attribute_names(schema)
    name_property = next((p for p in schema["properties"] if p in ("Name", "AgentRuntimeName", "Bucket")), "Name")

    class StandIn(CloudFormationModel):
        # moto takes the name of the service from here.
        __module__ = "moto.stand_ins.models"

        def __init__(self, properties, resource_name, account_id):
            unknown = set(properties) - set(schema["properties"])
            missing = set(schema.get("required", [])) - set(properties)
            if unknown or missing:
                raise ValueError(f"{type_name}: unknown {sorted(unknown)}, missing {sorted(missing)}")
            self.name = str(properties.get(name_property, resource_name))
            self.account_id = account_id

        @staticmethod
        def cloudformation_name_type():
            return name_property

        @staticmethod
        def cloudformation_type():
            return type_name

        @classmethod
        def has_cfn_attr(cls, attr):
            return attr in attributes

        def get_cfn_attribute(self, attribute):
            return value_of(type_name, attribute, self.name, self.account_id)

        @property
        def physical_resource_id(self):
            path = schema["primaryIdentifier"][0].removeprefix("/properties/")
            return self.get_cfn_attribute(path) if path in attributes else self.name

        @classmethod
        def create_from_cloudformation_json(cls, resource_name, cloudformation_json, account_id, region_name, **_):
            return cls(cloudformation_json["Properties"], resource_name, account_id)

        @classmethod
        def update_from_cloudformation_json(
            cls, original_resource, new_resource_name, cloudformation_json, account_id, region_name
        ):
            return cls(cloudformation_json["Properties"], new_resource_name, account_id)

        @classmethod
        def delete_from_cloudformation_json(cls, resource_name, cloudformation_json, account_id, region_name):
            pass

        def is_created(self):
            return True

    return StandIn


logging.getLogger("werkzeug").setLevel(logging.ERROR)
# Only what moto does not know by itself: a newer moto takes over type by type.
stand_ins = [make_stand_in(type_name) for type_name in TYPES if type_name not in get_model_map()]
for listing in (get_model_list, get_model_map):
    if hasattr(listing, "cache_clear"):
        listing.cache_clear()

server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
server.start()
host, port = server.get_host_and_port()
print(json.dumps({"port": port, "standIns": [s.cloudformation_type() for s in stand_ins]}), flush=True)
signal.sigwait({signal.SIGINT, signal.SIGTERM})
server.stop()
