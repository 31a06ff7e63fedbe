"""Images: whoever asks for one that is not there is told so, and does not get an empty list.

https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_DescribeImages.html (ImageNotFoundException)
"""

import json

from ministack.core.responses import error_response_json
from ministack.services import ecr


def describing(inner):
    def describe(request):
        status, headers, body = inner(request)
        asked = request.get("imageIds")
        if status == 200 and asked and not json.loads(body)["imageDetails"]:
            message = f"The image with imageId {json.dumps(asked[0])} does not exist within the repository"
            return error_response_json("ImageNotFoundException", message, 400)
        return status, headers, body

    return describe


def install():
    ecr._describe_images = describing(ecr._describe_images)
