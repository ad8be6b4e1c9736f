"""Workers run tasks elsewhere, tell faults plainly and say what they died of."""

from __future__ import annotations

import os
from dataclasses import dataclass
from functools import partial
from typing import Any

import pytest

from cenotaph.build.workers import Here, Processes, WorkerFault, Workers
from cenotaph.errors import CenotaphError, NotFound


@dataclass(frozen=True)
class Doing:
    """A task that calls something that any process can import."""

    call: partial[Any]
    about: str = "source letters"

    def __call__(self) -> Any:
        return self.call()


@pytest.fixture(params=["here", "elsewhere"])
def workers(request: pytest.FixtureRequest) -> Workers:
    return Here() if request.param == "here" else Processes(2)


def doing(function: Any, *arguments: Any) -> Doing:
    return Doing(partial(function, *arguments))


def test_results_come_back(workers: Workers) -> None:
    with workers:
        futures = [workers.submit(doing(divmod, n, 3)) for n in range(20)]
        assert [future.result() for future in futures] == [divmod(n, 3) for n in range(20)]


def test_what_a_task_prints_does_no_harm(workers: Workers) -> None:
    with workers:
        assert workers.submit(doing(print, "a library talks")).result() is None
        assert workers.submit(doing(len, "abc")).result() == 3


def test_a_fault_of_ours_keeps_its_traceback() -> None:
    with Processes(1) as workers:
        with pytest.raises(RuntimeError, match="ZeroDivisionError"):
            workers.submit(doing(divmod, 1, 0)).result()
        assert workers.submit(doing(len, "abc")).result() == 3


def test_an_error_for_people_stays_one() -> None:
    with Processes(1) as workers, pytest.raises(CenotaphError, match='no document "x"'):
        workers.submit(doing(_refuse)).result()


def test_a_worker_that_dies_names_its_work() -> None:
    with Processes(1) as workers:
        with pytest.raises(WorkerFault, match="status 7 while it worked on source letters"):
            workers.submit(doing(os._exit, 7)).result()
        assert workers.submit(doing(len, "abc")).result() == 3


def _refuse() -> None:
    raise NotFound("document", "x", [])


def test_a_worker_keeps_pandas_out_though_arrays_are_made() -> None:
    """pyarrow would import it with the first array, which takes longer than most tasks."""
    pytest.importorskip("pandas")
    probe = "__import__('pyarrow').array([1, 2]) and 'pandas' in __import__('sys').modules"
    with Processes(1) as workers:
        assert workers.submit(doing(eval, probe)).result() is False
