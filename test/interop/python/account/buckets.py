"""Buckets: one that holds objects or versions is not deleted, and tags are kept.

https://docs.aws.amazon.com/AmazonS3/latest/API/API_DeleteBucket.html
https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-s3-bucket.html
"""

from ministack.services import s3

from . import hooks


def keep_filled(inner):
    def delete(physical_id, properties):
        bucket = s3._buckets.get(physical_id) or {}
        versions = any(key[0] == physical_id and found for key, found in s3._object_versions.items())
        if bucket.get("objects") or versions:
            raise ValueError("The bucket you tried to delete is not empty. You must delete all versions in the bucket.")
        return inner(physical_id, properties)

    return delete


def tag(made, properties):
    s3._bucket_tags[made[0]] = {each["Key"]: each["Value"] for each in properties.get("Tags", [])}
    return made


def install():
    hooks.around("AWS::S3::Bucket", "delete", keep_filled)
    hooks.around("AWS::S3::Bucket", "create", lambda inner: lambda name, new, stack: tag(inner(name, new, stack), new))
    hooks.around(
        "AWS::S3::Bucket", "update", lambda inner: lambda name, old, new, stack: tag(inner(name, old, new, stack), new)
    )
