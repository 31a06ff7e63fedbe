"""Reads trajectories with the types of the Python SDK, and prints a line of JSON for each."""

import json
import sys
from pathlib import Path

from nova_act.impl.trajectory.types import Trajectory

for name in sys.argv[1:]:
    trajectory = Trajectory.model_validate_json(Path(name).read_text())
    steps = [
        [[call.name, call.is_tool, sorted(call.kwargs)] for call in step.program.calls]
        for step in trajectory.steps
    ]
    found = {"prompt": trajectory.prompt, "steps": steps, "answers": trajectory.metadata.num_steps_executed}
    print(json.dumps(found))
