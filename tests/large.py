"""A large configuration, generated: what a whole group of companies would write down, in order and sound."""

from __future__ import annotations

import json
from typing import Any


def large_centre(workstreams: int = 1_000, queues: int = 300, agents: int = 2_000) -> dict[str, Any]:
    """Return a document with that many objects; every agent works on three queues and has two skills."""
    people = [f"agent {number:05}" for number in range(agents)]
    members: list[list[str]] = [[] for _ in range(queues)]
    for number, name in enumerate(people):
        for step in (0, 7, 31):
            place = members[(number + step) % queues]
            if name not in place:
                place.append(name)
    return {
        "version": 1,
        "workstreams": [
            {
                "name": f"workstream {number:05}",
                "capacity": 25 * (number % 4 + 1),
                "auto_close_after_inactivity": f"{number % 60 + 1}m",
                "assign_work_item_after_decline_or_timeout": "2m",
                "work_distribution_mode": "push" if number % 3 else "pick",
                "allowed_presences": ["available", "busy"],
            }
            for number in range(workstreams)
        ],
        "queues": [
            {"name": f"queue {number:05}", "priority": number % 5 + 1, "members": members[number]}
            for number in range(queues - 1)
        ]
        + [{"name": "everything else", "default": True, "members": members[-1]}],
        "agents": [
            {
                "name": name,
                "capacity": 100,
                "skills": {f"skill {number % 20:02}": number % 5 + 1, f"skill {(number + 1) % 20:02}": 2},
                "schedule": [
                    {"days": "mon-fri", "from": "08:00", "to": "16:30", "timezone": "Europe/Madrid"},
                ],
            }
            for number, name in enumerate(people)
        ],
        "skills": [f"skill {number:02}" for number in range(20)],
        "rulesets": [
            {
                "name": "rules",
                "active": True,
                "rules": [
                    {
                        "name": f"rule {number:05}",
                        "when": {"attribute": "product", "equals": f"product {number}"},
                        "queue": f"queue {number:05}",
                    }
                    for number in range(queues - 1)
                ],
            }
        ],
        "flows": [
            {
                "name": "flow",
                "branches": [
                    {
                        "when": {"attribute": "category", "equals": f"category {number}"},
                        "workstream": f"workstream {number:05}",
                    }
                    for number in range(1, workstreams)
                ],
                "default_workstream": "workstream 00000",
            }
        ],
    }


def large_text(**counts: int) -> str:
    """Return the same as the JSON text of a file."""
    return json.dumps(large_centre(**counts), indent=1)
