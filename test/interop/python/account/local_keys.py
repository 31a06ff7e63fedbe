"""Our commands sign with keys of local AWS whatever the environment says, because they are on loopback.

Such a key spells the account with letters, A for 0 and so on: it is read as the twelve digits that ministack looks for.
"""

import re

SPELLED = re.compile(rb"Credential=LOCALAAAA([A-J]{12})/")
DIGITS = bytes.maketrans(b"ABCDEFGHIJ", b"0123456789")


def beside(app):
    """An application that hands on all requests, with the account in place of such a key."""

    async def serve(scope, receive, send):
        headers = [(name, SPELLED.sub(account, value)) for name, value in scope.get("headers", [])]
        return await app({**scope, "headers": headers}, receive, send)

    return serve


def account(match):
    return b"Credential=" + match[1].translate(DIGITS) + b"/"
