"""A workflow as the tutorial of the Python SDK writes it: a context manager, and several browser sessions in one run."""

import use_local_aws
from nova_act import NovaAct, Workflow

answers = []
with Workflow(workflow_definition_name=use_local_aws.definition, model_id="nova-act-latest") as workflow:
    for page in ("", "destinations"):
        options = {**use_local_aws.options, "starting_page": use_local_aws.page + page}
        with NovaAct(**options, workflow=workflow) as nova:
            answers.append(nova.act_get("Return the main heading of the page").parsed_response)

use_local_aws.tell(answers)
