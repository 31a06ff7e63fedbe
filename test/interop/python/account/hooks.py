"""Ways into ministack. All names are private to it, which is why its version is pinned."""

import sys

PREFIX = "ministack.services.cloudformation"


def replace(name, make):
    """Replaces a function of ministack's CloudFormation wherever it was imported to: `make` gets the original."""
    modules = [m for key, m in sys.modules.items() if key.startswith(PREFIX) and hasattr(m, name)]
    if not modules:
        raise LookupError(f"ministack has no {name} any more.")
    original = getattr(modules[0], name)
    replacement = make(original)
    for module in modules:
        setattr(module, name, replacement)


def before(action, check):
    """Lets `check(parameters)` refuse an action of the API by raising ValueError."""
    from ministack.services.cloudformation import handlers
    from ministack.services.cloudformation.helpers import _error

    inner = handlers._ACTION_HANDLERS[action]

    def checked(parameters):
        try:
            check(parameters)
        except ValueError as error:
            return _error("ValidationError", str(error))
        return inner(parameters)

    handlers._ACTION_HANDLERS[action] = checked


def around(type_name, operation, make):
    """Replaces what a type does on `create`, `update` or `delete`: `make` gets the original."""
    from ministack.services.cloudformation.provisioners import _RESOURCE_HANDLERS

    handler = _RESOURCE_HANDLERS[type_name]
    handler[operation] = make(handler[operation])
