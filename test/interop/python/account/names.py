"""Names: one that is taken is refused, where ministack would take over what has it; one that CloudFormation makes is new.

https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-properties-name.html ("a unique physical ID")

https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_CreateRepository.html (RepositoryAlreadyExistsException)
https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_CreateLogGroup.html (ResourceAlreadyExistsException)
https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateRole.html (EntityAlreadyExists)
https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_CreateQueue.html (QueueNameExists)
https://docs.aws.amazon.com/lambda/latest/api/API_CreateFunction.html (ResourceConflictException)
"""

from ministack.core.responses import new_uuid
from ministack.services import cloudwatch_logs, ecr, iam, lambda_svc, sqs
from ministack.services.cloudformation.provisioners import _NAME_SEED

from . import hooks

TAKEN = {
    "AWS::ECR::Repository": ("RepositoryName", lambda name: name in ecr._repositories),
    "AWS::Logs::LogGroup": ("LogGroupName", lambda name: name in cloudwatch_logs._log_groups),
    "AWS::IAM::Role": ("RoleName", lambda name: name in iam._roles),
    "AWS::SQS::Queue": ("QueueName", lambda name: name in sqs._queue_name_to_url),
    "AWS::Lambda::Function": ("FunctionName", lambda name: name in lambda_svc._functions),
}

TAKEN_MESSAGE = "Resource of type '{}' with identifier '{}' already exists. (HandlerErrorCode: AlreadyExists)"


def refusing(type_name, name_property, taken):
    def make(inner):
        def create(logical_id, properties, stack_name):
            name = properties.get(name_property)
            if name and taken(name):
                raise ValueError(TAKEN_MESSAGE.format(type_name, name))
            return inner(logical_id, properties, stack_name)

        return create

    return make


def unique(inner):
    """ministack remembers the seed of a name with its resource; without one, the name follows from the logical id."""

    def provision(*args):
        if not _NAME_SEED.get():
            _NAME_SEED.set(new_uuid()[:8])
        return inner(*args)

    return provision


def install():
    hooks.replace("_provision_resource", unique)
    for type_name, (name_property, taken) in TAKEN.items():
        hooks.around(type_name, "create", refusing(type_name, name_property, taken))
