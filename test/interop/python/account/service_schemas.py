"""What the services' own schemas say, which cfn-lint carries: what may be written, and what a change replaces.

https://docs.aws.amazon.com/cloudformation-cli/latest/userguide/resource-type-schema.html
https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-properties-name.html
"""

from functools import cache

from cfnlint.schema.manager import PROVIDER_SCHEMA_MANAGER
from jsonschema import Draft7Validator, ValidationError, validators

from . import hooks

# What a template can be held to. CloudFormation converts between text, numbers and booleans, so types are not among it.
CHECKED = {"additionalProperties", "required", "enum", "minLength", "maxLength", "minItems", "maxItems"}


def unknown_properties(_validator, allowed, value, schema):
    if allowed is False and isinstance(value, dict) and "patternProperties" not in schema:
        for name in value.keys() - schema.get("properties", {}).keys():
            yield ValidationError(f"extraneous key [{name}] is not permitted")


# Without patterns, which are regular expressions of another language than Python's.
RULES = {rule: check for rule, check in Draft7Validator.VALIDATORS.items() if not rule.startswith("pattern")}
Validator = validators.create(Draft7Validator.META_SCHEMA, {**RULES, "additionalProperties": unknown_properties})


@cache
def schema_of(type_name):
    """The schema of a type, or None when there is none (custom resources)."""
    try:
        return PROVIDER_SCHEMA_MANAGER.get_resource_schema("us-east-1", type_name).schema
    except Exception:
        return None


@cache
def _validator(type_name):
    schema = schema_of(type_name)
    return schema and Validator(schema)


def properties_at(schema, keyword):
    """The names of the first level that a list of pointers names."""
    pointers = [pointer.removeprefix("/properties/") for pointer in schema.get(keyword) or []]
    return [pointer for pointer in pointers if "/" not in pointer]


def check(logical_id, type_name, properties):
    """Refuses unknown properties, missing ones, and those that only the service may set."""
    validator = _validator(type_name)
    if validator is None:
        return
    problems = [
        f"#/{'/'.join(map(str, error.absolute_path))}: {error.message}"
        for error in validator.iter_errors(properties)
        if error.validator in CHECKED
    ]
    for name in properties_at(schema_of(type_name), "readOnlyProperties"):
        if name in properties:
            problems.append(f"#/{name}: is read-only")
    if problems:
        raise ValueError(f"Properties validation failed for resource {logical_id} with message: {'; '.join(problems)}")


@cache
def learn(type_name):
    """Tells ministack which changes replace a resource of a type, and by which properties its users name it."""
    from ministack.services.cloudformation import provisioners

    schema = schema_of(type_name)
    if schema is None:
        return
    create_only = properties_at(schema, "createOnlyProperties")
    known = provisioners._REPLACING_PROPERTIES.get(type_name, ())
    provisioners._REPLACING_PROPERTIES[type_name] = tuple(dict.fromkeys([*known, *create_only]))
    identifier = properties_at(schema, "primaryIdentifier")
    # Whoever chooses the whole identifier cannot have two of it: such a resource is custom-named.
    if identifier and set(identifier) <= set(create_only):
        name = identifier[0] if len(identifier) == 1 else tuple(identifier)
        provisioners._CUSTOM_NAME_REPLACEMENT.setdefault(type_name, {"name": name})


def install():
    def supported(inner):
        def validate(template, *rest, **options):
            inner(template, *rest, **options)
            for resource in template.get("Resources", {}).values():
                learn(resource.get("Type", ""))

        return validate

    def provision(inner):
        def create(type_name, logical_id, properties, stack_name):
            check(logical_id, type_name, properties)
            return inner(type_name, logical_id, properties, stack_name)

        return create

    def update(inner):
        def change(type_name, physical_id, old, new, stack_name, logical_id=None, old_attributes=None):
            check(logical_id, type_name, new)
            return inner(type_name, physical_id, old, new, stack_name, logical_id, old_attributes)

        return change

    hooks.replace("validate_template_support", supported)
    hooks.replace("_provision_resource", provision)
    hooks.replace("_update_resource", update)
