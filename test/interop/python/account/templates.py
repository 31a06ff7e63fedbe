"""Templates that CloudFormation refuses before it touches anything.

Types: https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/using-cfn-updating-stacks-get-template.html
References: https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/troubleshooting.html
Parameters: https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_Parameter.html
"""

from ministack.services.cloudformation import engine, handlers
from ministack.services.cloudformation.helpers import _extract_members, _p, _resolve_template

from . import hooks


def read(parameters):
    """The template of a request, and the one that is deployed."""
    body, _ = _resolve_template(parameters)
    template = engine._parse_template(body) if body else {}
    stack = handlers._resolve_stack(_p(parameters, "StackName")) or {}
    return template, stack.get("_template") or {}


def references(node):
    """The names that Ref and Fn::GetAtt give, of all depths."""
    if isinstance(node, dict):
        if isinstance(node.get("Ref"), str):
            yield node["Ref"]
        attribute = node.get("Fn::GetAtt")
        if attribute:
            yield attribute.split(".")[0] if isinstance(attribute, str) else attribute[0]
        for value in node.values():
            yield from references(value)
    elif isinstance(node, list):
        for value in node:
            yield from references(value)


def check(parameters):
    template, deployed = read(parameters)
    resources = template.get("Resources") or {}
    known = resources.keys() | (template.get("Parameters") or {}).keys()
    for section in ("Resources", "Outputs"):
        found = set(references(template.get(section)))
        missing = sorted(name for name in found - known if not name.startswith("AWS::"))
        if missing:
            where = f"[{', '.join(missing)}] in the {section} block of the template"
            raise ValueError(f"Template format error: Unresolved resource dependencies {where}")
    given = [each["Key"] for each in _extract_members(parameters, "Parameters")]
    unknown = [name for name in given if template and name not in (template.get("Parameters") or {})]
    if unknown:
        raise ValueError(f"Parameters: [{', '.join(unknown)}] do not exist in the template")
    changed = sorted(
        name
        for name, old in (deployed.get("Resources") or {}).items()
        if name in resources and resources[name].get("Type") != old.get("Type")
    )
    if changed:
        which = f"The new template modifies resource type of the following resources: [{', '.join(changed)}]"
        raise ValueError(f"Update of resource type is not permitted. {which}")


def install():
    for action in ("CreateStack", "UpdateStack", "CreateChangeSet"):
        hooks.before(action, check)
