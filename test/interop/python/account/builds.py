"""CodeBuild without building: what a build would push is in its repository afterwards.

A build ends after a moment. Its variables say what it pushes: `IMAGE_URI`, or `repositoryUri` and `imageTag` in builds of the
package deploy-time-build, which version 0.1.0 of this project used; those also answer the custom resource that waits for them.

https://docs.aws.amazon.com/codebuild/latest/APIReference/API_StartBuild.html
https://docs.aws.amazon.com/codebuild/latest/userguide/view-build-details.html#view-build-details-phases
"""

import contextvars
import json
import threading
import time
import urllib.request

from ministack.services import codebuild, ecr

from .switches import record, switches

BUILD_SECONDS = 0.2


def variables_of(project, request):
    """Those of the request go before those of the project."""
    own = project["environment"].get("environmentVariables", [])
    return {each["name"]: each["value"] for each in [*own, *request.get("environmentVariablesOverride", [])]}


def image_of(variables):
    """The name of a repository and a tag, of `<registry>/<name>:<tag>`."""
    uri = variables.get("IMAGE_URI") or f"{variables['repositoryUri']}:{variables['imageTag']}"
    return uri.split("/", 1)[-1].rsplit(":", 1)


def push(variables):
    """Says what is wrong, or pushes an image that is the same whenever its tag is."""
    name, tag = image_of(variables)
    manifest = json.dumps({"tag": tag})
    status, _, body = ecr._put_image({"repositoryName": name, "imageTag": tag, "imageManifest": manifest})
    return None if status == 200 else json.loads(body).get("message", "The push failed.")


def answer_custom_resource(variables, problem):
    """As the last phase of such a build does."""
    answer = {
        "Status": "FAILED" if problem else "SUCCESS",
        "Reason": problem or "",
        "StackId": variables["stackId"],
        "RequestId": variables["requestId"],
        "LogicalResourceId": variables["logicalResourceId"],
        "PhysicalResourceId": variables["imageTag"],
        "Data": {"ImageTag": variables["imageTag"]},
    }
    request = urllib.request.Request(variables["responseURL"], json.dumps(answer).encode(), method="PUT")
    urllib.request.urlopen(request).close()


def run(build, variables, fails):
    time.sleep(BUILD_SECONDS)
    problem = "The build was told to fail." if fails else push(variables)
    status = "FAILED" if problem else "SUCCEEDED"
    record(kind="build", project=build["projectName"], tag=image_of(variables)[1], problem=problem)
    build["phases"].append({"phaseType": "BUILD", "phaseStatus": status, "contexts": [{"message": problem or ""}]})
    build.update(buildStatus=status, currentPhase="COMPLETED", buildComplete=True, endTime=int(time.time()))
    if "responseURL" in variables:
        answer_custom_resource(variables, problem)


def starting(inner):
    def start(request):
        status, headers, body = inner(request)
        if status != 200:
            return status, headers, body
        answer = json.loads(body)
        build = codebuild._builds[answer["build"]["id"]]
        build.update(buildStatus="IN_PROGRESS", currentPhase="BUILD", buildComplete=False, phases=[])
        build.pop("endTime", None)
        variables = variables_of(codebuild._projects[request["projectName"]], request)
        fails = switches()["failingBuilds"] > 0
        switches()["failingBuilds"] -= fails
        # ministack keeps everything by account and region, which the context of a request says.
        context = contextvars.copy_context()
        threading.Thread(target=context.run, args=(run, build, variables, fails), daemon=True).start()
        answer["build"].update(buildStatus="IN_PROGRESS", currentPhase="BUILD", buildComplete=False)
        return status, headers, json.dumps(answer).encode()

    return start


def install():
    codebuild._start_build = starting(codebuild._start_build)
