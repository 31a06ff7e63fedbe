"""Custom resources that nobody answers fail after five minutes. AWS waits for an hour, unless ServiceTimeout says less.

https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-cloudformation-customresource.html
"""

from . import hooks

PATIENCE_SECONDS = 300


def install():
    def invoke(inner):
        def call(request_type, logical_id, properties, *rest, **options):
            patience = min(int(properties.get("ServiceTimeout", PATIENCE_SECONDS)), PATIENCE_SECONDS)
            return inner(request_type, logical_id, {**properties, "ServiceTimeout": patience}, *rest, **options)

        return call

    hooks.replace("invoke_custom_resource", invoke)
