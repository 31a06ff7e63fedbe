"""Calls what it is asked for with boto3: each line is {service, operation, input}, and is answered with {output} or {error}.

What boto3 does besides operations is in EXTRAS, by the same names.
"""

import json
import sys
import tempfile
import urllib.request
from functools import partial
from pathlib import Path

import boto3
from botocore import xform_name
from botocore.auth import SigV4Auth, SigV4QueryAuth
from botocore.awsrequest import AWSRequest
from botocore.response import StreamingBody
from websockets.sync.client import connect

clients = {}


def client(service):
    if service not in clients:
        clients[service] = boto3.client(service)
    return clients[service]


def plain(value):
    if isinstance(value, dict):
        return {key: plain(item) for key, item in value.items() if key != "ResponseMetadata"}
    if isinstance(value, list):
        return [plain(item) for item in value]
    if isinstance(value, StreamingBody):
        return value.read().decode()
    return value if isinstance(value, (str, int, float, bool, type(None))) else str(value)


def upload_and_download(bucket, key, size):
    with tempfile.TemporaryDirectory() as folder:
        there, back = Path(folder, "there"), Path(folder, "back")
        there.write_bytes(bytes(range(256)) * (size // 256))
        client("s3").upload_file(str(there), bucket, key)
        client("s3").download_file(bucket, key, str(back))
        client("s3").delete_object(Bucket=bucket, Key=key)
        return {"same": there.read_bytes() == back.read_bytes(), "size": back.stat().st_size}


def presigned(bucket, key, text):
    put = client("s3").generate_presigned_url("put_object", Params={"Bucket": bucket, "Key": key})
    urllib.request.urlopen(urllib.request.Request(put, data=text.encode(), method="PUT"))
    get = client("s3").generate_presigned_url("get_object", Params={"Bucket": bucket, "Key": key})
    return {"text": urllib.request.urlopen(get).read().decode()}


def live_tail(group, invocation):
    """Begins to look, and invokes meanwhile."""
    stream = client("logs").start_live_tail(logGroupIdentifiers=[group])["responseStream"]
    for event in stream:
        if "sessionStart" in event:
            client("bedrock-agentcore").invoke_agent_runtime(**invocation)
        if event.get("sessionUpdate", {}).get("sessionResults"):
            stream.close()
            return {"message": event["sessionUpdate"]["sessionResults"][0]["message"]}


def web_socket(path, payload, signer):
    """boto3 has no operation for it: botocore signs, and the package websockets connects."""
    endpoint = client("bedrock-agentcore").meta.endpoint_url
    request = AWSRequest(method="GET", url=endpoint + path)
    session = boto3.Session()
    signer(session.get_credentials().get_frozen_credentials(), "bedrock-agentcore", session.region_name).add_auth(request)
    headers = {name: value for name, value in request.headers.items() if name.lower() != "host"}
    with connect(request.url.replace("http:", "ws:"), additional_headers=headers) as socket:
        socket.send(payload)
        for message in socket:
            event = json.loads(message)
            if event["type"] in ("result", "error"):
                return event


EXTRAS = {
    "upload_file, download_file": upload_and_download,
    "generate_presigned_url": presigned,
    "StartLiveTail": live_tail,
    "WebSocket, signed": lambda **given: web_socket(signer=SigV4Auth, **given),
    # Such addresses are good for five minutes at most.
    "WebSocket, presigned": lambda **given: web_socket(signer=partial(SigV4QueryAuth, expires=300), **given),
}


def answer(service, operation, input):
    if operation in EXTRAS:
        return EXTRAS[operation](**input)
    return plain(getattr(client(service), xform_name(operation))(**input))


for line in sys.stdin:
    try:
        answered = {"output": answer(**json.loads(line))}
    except Exception as error:
        answered = {"error": str(error)}
    print(json.dumps(answered), flush=True)
