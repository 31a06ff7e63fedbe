"""What programs do with S3 through boto3, against local AWS. Prints what came back as JSON."""

import io
import json
import os
import sys
import urllib.request

import boto3
from botocore.config import Config
from botocore.exceptions import ClientError

bucket, folder = sys.argv[1], sys.argv[2]
s3 = boto3.client("s3")


def error_of(call, **arguments):
    try:
        call(**arguments)
    except ClientError as error:
        return error.response["Error"]["Code"]
    return None


def pages(operation, member, key, **arguments):
    paginator = s3.get_paginator(operation)
    found = paginator.paginate(Bucket=bucket, PaginationConfig={"PageSize": 2}, **arguments)
    return [item[key] for page in found for item in page.get(member, [])]


# Larger than what is sent in one request.
content = os.urandom(18 * 1024 * 1024)
source, target = os.path.join(folder, "source"), os.path.join(folder, "target")
with open(source, "wb") as file:
    file.write(content)
s3.upload_file(source, bucket, "large/file", ExtraArgs={"Metadata": {"by": "ada"}, "ContentType": "a/b"})
s3.upload_fileobj(io.BytesIO(content), bucket, "large/fileobj")
s3.download_file(bucket, "large/file", target)
s3.copy({"Bucket": bucket, "Key": "large/file"}, bucket, "large/copy")
large = s3.head_object(Bucket=bucket, Key="large/copy")
with open(target, "rb") as file:
    is_same = file.read() == content
copied = io.BytesIO()
s3.download_fileobj(bucket, "large/copy", copied)

keys = ["keys/a", "keys/a b", "keys/a+b", "keys/a/1", "keys/ü%2F", "keys//"]
for key in keys:
    s3.put_object(Bucket=bucket, Key=key, Body=key.encode(), ContentType="text/plain")
checksums = {
    algorithm: [
        name
        for name in s3.put_object(Bucket=bucket, Key=f"sums/{algorithm}", Body=b"a", ChecksumAlgorithm=algorithm)
        if name.startswith("Checksum")
    ]
    for algorithm in ["CRC32", "SHA1", "SHA256"]
}

presigned = [
    client.generate_presigned_url("get_object", Params={"Bucket": bucket, "Key": "keys/a b"})
    for client in [s3, boto3.client("s3", config=Config(signature_version="s3v4"))]
]

print(
    json.dumps(
        {
            "is_same": is_same and copied.getvalue() == content,
            "large": [large["ContentLength"], large["ContentType"], large["Metadata"]],
            "listed": pages("list_objects_v2", "Contents", "Key", Prefix="keys/"),
            "listed_before": pages("list_objects", "Contents", "Key", Prefix="keys/"),
            "folders": pages("list_objects_v2", "CommonPrefixes", "Prefix", Delimiter="/"),
            "checksums": checksums,
            "presigned": [urllib.request.urlopen(url).read().decode() for url in presigned],
            "errors": {
                "absent": error_of(s3.get_object, Bucket=bucket, Key="none"),
                "bucket": error_of(s3.list_objects_v2, Bucket="none-such"),
                "not_served": error_of(s3.put_bucket_versioning, Bucket=bucket, VersioningConfiguration={}),
                "digest": error_of(s3.put_object, Bucket=bucket, Key="x", Body=b"x", ContentMD5="A" * 22 + "=="),
            },
            "deleted": sorted(
                item["Key"]
                for item in s3.delete_objects(
                    Bucket=bucket, Delete={"Objects": [{"Key": key} for key in keys]}
                )["Deleted"]
            ),
        }
    )
)
