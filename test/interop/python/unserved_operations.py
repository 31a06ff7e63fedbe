"""Calls every operation of many services with boto3 and prints, by service, which errors came back and what is odd."""

import collections
import json
import sys

import boto3
from botocore import xform_name
from botocore.config import Config
from botocore.exceptions import ClientError

config = Config(retries={"max_attempts": 0}, parameter_validation=False, read_timeout=20)


def sample(shape, depth=0):
    """An input that is complete enough to be sent."""
    kind = shape.type_name
    if kind == "structure":
        members = shape.members.items() if depth < 6 else ()
        if getattr(shape, "is_tagged_union", False):
            return {name: sample(member, depth + 1) for name, member in list(members)[:1]}
        return {name: sample(member, depth + 1) for name, member in members if name in shape.required_members}
    if kind == "list":
        return [sample(shape.member, depth + 1)]
    if kind == "map":
        return {"key": sample(shape.value, depth + 1)}
    if kind == "string":
        return shape.enum[0] if shape.enum else "a" * max(1, shape.metadata.get("min", 1))
    return {"blob": b"x", "boolean": True, "timestamp": 0, "float": 1.0, "double": 1.0}.get(kind, 1)


answers = collections.defaultdict(set)
odd = []
for service in sys.argv[1:]:
    client = boto3.client(service, config=config)
    for operation in client.meta.service_model.operation_names:
        shape = client.meta.service_model.operation_model(operation).input_shape
        try:
            getattr(client, xform_name(operation))(**(sample(shape) if shape else {}))
            answers[service].add("success")
        except ClientError as error:
            said = error.response["Error"]
            answers[service].add(said["Code"])
            # HEAD has no body.
            if not said.get("Message") and not operation.startswith("Head"):
                odd.append(f"{service} {operation}: {said}")
        except Exception as error:
            odd.append(f"{service} {operation}: {type(error).__name__} {error}")

print(json.dumps({"answers": {service: sorted(codes) for service, codes in answers.items()}, "odd": odd}))
