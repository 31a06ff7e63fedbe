"""A change set whose only change is in the outputs can be executed, and nothing else of the stack then changes.

https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/using-cfn-updating-stacks-changesets-create.html
"""

from ministack.services import cloudformation
from ministack.services.cloudformation import handlers

NO_CHANGE = "The submitted information didn't contain changes"


def install():
    inner = handlers._ACTION_HANDLERS["CreateChangeSet"]

    def create(parameters):
        answer = inner(parameters)
        for change_set in cloudformation._change_sets.values():
            deployed = cloudformation._stacks.get(change_set["StackName"], {}).get("_template", {})
            differs = change_set["_template"].get("Outputs") != deployed.get("Outputs")
            if differs and change_set["StatusReason"].startswith(NO_CHANGE):
                change_set.update(Status="CREATE_COMPLETE", ExecutionStatus="AVAILABLE", StatusReason="")
        return answer

    handlers._ACTION_HANDLERS["CreateChangeSet"] = create
