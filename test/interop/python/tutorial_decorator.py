"""A workflow as the tutorial of the Python SDK writes it: a function with a decorator, and one browser session."""

import use_local_aws
from nova_act import NovaAct, workflow


@workflow(workflow_definition_name=use_local_aws.definition, model_id="nova-act-latest")
def read_heading():
    with NovaAct(**use_local_aws.options) as nova:
        return [nova.act_get("Return the main heading of the page").parsed_response]


use_local_aws.tell(read_heading())
