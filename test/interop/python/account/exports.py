"""Exports: one name belongs to one stack, and what another stack imports is neither removed nor changed.

https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/using-cfn-stack-exports.html
https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/outputs-section-structure.html
"""

from ministack.services import cloudformation
from ministack.services.cloudformation import handlers

from . import hooks


def importers(name, exporter):
    return [
        other
        for other, stack in cloudformation._stacks.items()
        if other != exporter
        and stack.get("StackStatus") not in ("DELETE_COMPLETE", "ROLLBACK_COMPLETE")
        and name in handlers._imported_export_names(stack, other)
    ]


def check(exports, stack_name, stack_id):
    for name in exports:
        held = cloudformation._exports.get(name)
        if held and held["StackId"] != stack_id:
            owner = held["StackId"].split("/")[1]
            raise ValueError(f"Export with name {name} is already exported by stack {owner}. Choose another name.")
    own = {name: held for name, held in cloudformation._exports.items() if held["StackId"] == stack_id}
    for name, held in own.items():
        if exports.get(name, {}).get("Value") == held["Value"]:
            continue
        users = importers(name, stack_name)
        if users and name not in exports:
            raise ValueError(f"Export {name} cannot be deleted as it is in use by {' and '.join(users)}")
        if users:
            raise ValueError(f"Export {name} cannot be updated as it is in use by {' and '.join(users)}")
    # Nothing of the update can fail from here on, and ministack would keep what is gone.
    for name in own.keys() - exports.keys():
        del cloudformation._exports[name]


def install():
    def resolve(inner):
        def outputs(definitions, conditions, resources, parameters, mappings, stack_name, stack_id):
            found, exports = inner(definitions, conditions, resources, parameters, mappings, stack_name, stack_id)
            check(exports, stack_name, stack_id)
            return found, exports

        return outputs

    hooks.replace("_resolve_stack_outputs", resolve)
