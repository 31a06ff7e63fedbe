"""Prints what is deployed, as JSON."""

import json

import boto3

session = boto3.Session()
cloudformation = session.client("cloudformation")
s3 = session.client("s3")
iam = session.client("iam")


def optional(call, *path):
    try:
        value = call()
    except Exception:
        return None
    for key in path:
        value = value[key]
    return value


def bucket_of(names):
    name = next((name for name in names if name.startswith("novaactfoundation")), None)
    if name is None:
        return None
    rules = optional(
        lambda: s3.get_bucket_encryption(Bucket=name), "ServerSideEncryptionConfiguration", "Rules"
    )
    tags = optional(lambda: s3.get_bucket_tagging(Bucket=name), "TagSet") or []
    return {
        "versioning": optional(lambda: s3.get_bucket_versioning(Bucket=name), "Status"),
        "tags": [tag["Key"] for tag in tags if not tag["Key"].startswith("aws:")],
        "encryption": rules[0]["ApplyServerSideEncryptionByDefault"]["SSEAlgorithm"] if rules else None,
    }


def nova_act_statements():
    for role in iam.list_roles()["Roles"]:
        for policy in iam.list_role_policies(RoleName=role["RoleName"])["PolicyNames"]:
            answer = iam.get_role_policy(RoleName=role["RoleName"], PolicyName=policy)
            for statement in answer["PolicyDocument"]["Statement"]:
                actions = statement["Action"] if isinstance(statement["Action"], list) else [statement["Action"]]
                if any(action.startswith("nova-act:") for action in actions):
                    yield {"actions": sorted(actions), "resources": statement["Resource"]}


repositories = session.client("ecr").describe_repositories()["repositories"]
repository = next((r for r in repositories if r["repositoryName"].startswith("nova-act")), None)
print(
    json.dumps(
        {
            "stacks": sorted(
                s["StackName"]
                for s in cloudformation.list_stacks()["StackSummaries"]
                if s["StackStatus"] != "DELETE_COMPLETE"
            ),
            "bucket": bucket_of([b["Name"] for b in s3.list_buckets()["Buckets"]]),
            "repository": repository
            and {
                "name": repository["repositoryName"],
                "mutability": repository["imageTagMutability"],
            },
            "logRetentionDays": [
                g.get("retentionInDays") for g in session.client("logs").describe_log_groups()["logGroups"]
            ],
            "novaAct": list(nova_act_statements()),
        }
    )
)
