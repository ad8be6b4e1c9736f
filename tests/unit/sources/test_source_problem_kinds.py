from __future__ import annotations

from cenotaph.errors import ProblemKind, all_problem_kinds
from cenotaph.sources import problems


def test_every_kind_of_this_room_is_exported_and_explained() -> None:
    kinds = [getattr(problems, name) for name in problems.__all__]
    assert all(isinstance(kind, ProblemKind) for kind in kinds)
    assert sorted(kind.code for kind in kinds) == [kind.code for kind in all_problem_kinds() if kind.code[0] == "D"]
    for kind in kinds:
        assert kind.bad != kind.good or kind.code in ("D003", "D008", "D027"), kind.code
