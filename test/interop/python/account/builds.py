"""CodeBuild without building: what a build would push is in its repository afterwards.

A build ends after a moment. Its variables say what it pushes: see `IMAGE_VARIABLES`. A build of the package
deploy-time-build, which version 0.1.0 of this project uses, also answers the custom resource that waits for it.

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

# Variables that name a repository (by its name or its URI) and a tag.
IMAGE_VARIABLES = (("REPOSITORY_URI", "IMAGE_TAG"), ("repositoryUri", "imageTag"))


def variables_of(project, request):
    """Those of the request go before those of the project."""
    own = project["environment"].get("environmentVariables", [])
    return {each["name"]: each["value"] for each in [*own, *request.get("environmentVariablesOverride", [])]}


def push(variables):
    """Says what is wrong, or pushes an image that is the same whenever its tag is."""
    for repository, tag in IMAGE_VARIABLES:
        if repository in variables and tag in variables:
            # Of <account>.dkr.ecr.<region>.amazonaws.com/<name>, the name.
            name = variables[repository].split("/", 1)[-1]
            status, _, body = ecr._put_image(
                {"repositoryName": name, "imageTag": variables[tag], "imageManifest": json.dumps({"tag": variables[tag]})}
            )
            return None if status == 200 else json.loads(body).get("message", "The push failed.")
    return f"The build has no variables that say what it pushes: {IMAGE_VARIABLES}"


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
    tag = variables.get("IMAGE_TAG") or variables.get("imageTag")
    record(kind="build", project=build["projectName"], tag=tag, problem=problem)
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
