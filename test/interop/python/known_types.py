"""Takes a JSON list of CloudFormation types and prints those that cfn-lint has no schema of."""

import json
import sys

from cfnlint.schema.manager import PROVIDER_SCHEMA_MANAGER


def is_known(type_name):
    try:
        PROVIDER_SCHEMA_MANAGER.get_resource_schema("us-east-1", type_name)
    except Exception:
        return False
    return True


print(json.dumps([name for name in json.loads(sys.argv[1]) if not is_known(name)]))
