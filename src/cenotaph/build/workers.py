"""Other processes that run the stages of a build.

A worker is a fresh Python that reads tasks from its standard input and answers on its standard output. Compared with
`multiprocessing` this needs no guard in the caller's script, works in a notebook, tells which task a worker died of,
and leaves no orphan behind: a worker whose parent is gone, even by `kill -9`, finds its input closed and ends.
"""

from __future__ import annotations

import contextlib
import json
import os
import pickle
import signal
import subprocess
import sys
import threading
import traceback
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from queue import SimpleQueue
from types import TracebackType
from typing import IO, Any, Protocol

from cenotaph.errors import CenotaphError
from cenotaph.without_pandas import leave_pandas_out

__all__ = ["Here", "Processes", "Task", "WorkerFault", "Workers", "serve"]

_START = "import json, sys; sys.path[:] = json.loads(sys.argv[1]); from cenotaph.build.workers import serve; serve()"


class Task(Protocol):
    """A piece of work: a picklable object that says what it is about and can be called once."""

    @property
    def about(self) -> str:
        """What it works on, for messages."""
        ...

    def __call__(self) -> Any:
        """Do it."""
        ...


class WorkerFault(CenotaphError):
    """A worker process died or failed; the message names what it was working on."""


class Workers(Protocol):
    """Something that runs tasks."""

    def submit(self, task: Task) -> Future[Any]:
        """The result to come."""
        ...

    def __enter__(self) -> Workers:
        """Begin."""
        ...

    def __exit__(self, *error: Any) -> None:
        """End; tasks that have not begun are dropped."""
        ...


class Here:
    """Runs each task at once, in this process: the quickest way for little work."""

    def submit(self, task: Task) -> Future[Any]:
        """The result, already there."""
        future: Future[Any] = Future()
        try:
            future.set_result(task())
        except Exception as error:
            future.set_exception(error)
        return future

    def __enter__(self) -> Here:
        return self

    def __exit__(self, *error: Any) -> None:
        return None


class Processes:
    """Runs tasks in a number of worker processes, in the order in which they were submitted."""

    def __init__(self, jobs: int) -> None:
        self._threads = ThreadPoolExecutor(jobs, thread_name_prefix="cenotaph-worker")
        self._own = threading.local()
        self._started: list[subprocess.Popen[bytes]] = []

    def submit(self, task: Task) -> Future[Any]:
        """The result to come; a WorkerFault where the worker dies of the task."""
        return self._threads.submit(self._run, task)

    def __enter__(self) -> Processes:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._threads.shutdown(wait=False, cancel_futures=True)
        for process in self._started:
            if error is not None:
                process.kill()
            elif process.stdin:
                with contextlib.suppress(OSError):
                    process.stdin.close()
        for process in self._started:
            process.wait()
        self._threads.shutdown(wait=True)
        for process in self._started:
            for pipe in (process.stdin, process.stdout):
                if pipe:
                    with contextlib.suppress(OSError):
                        pipe.close()

    def _run(self, task: Task) -> Any:
        process = self._process()
        assert process.stdin is not None
        assert process.stdout is not None
        try:
            pickle.dump(task, process.stdin, protocol=pickle.HIGHEST_PROTOCOL)
            process.stdin.flush()
            how, result = pickle.load(process.stdout)
        except (OSError, EOFError, pickle.UnpicklingError) as error:
            del self._own.process
            raise WorkerFault(_death(task, process.wait())) from error
        if how == "told":
            raise CenotaphError(result)
        if how == "failed":
            raise RuntimeError(f"a worker failed on {task.about}:\n{result}")
        return result

    def _process(self) -> subprocess.Popen[bytes]:
        process: subprocess.Popen[bytes] | None = getattr(self._own, "process", None)
        if process is None:
            command = [sys.executable, "-c", _START, json.dumps(sys.path)]
            process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
            self._own.process = process
            self._started.append(process)
        return process


def _death(task: Task, status: int) -> str:
    how = f"was ended by signal {-status}" if status < 0 else f"ended with status {status}"
    return (
        f"A worker process {how} while it worked on {task.about}.\n"
        "  Most often the memory was used up: close other programs, or build with --jobs 1. "
        "What was built before is untouched."
    )


def serve() -> None:
    """Be a worker: run tasks from standard input until it is closed."""
    answers = os.fdopen(os.dup(1), "wb")
    questions = os.fdopen(os.dup(0), "rb")
    os.dup2(2, 1)  # whatever a library prints must not mix with the answers
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent hears Ctrl-C and ends us

    import pyarrow as pa

    leave_pandas_out()
    pa.set_cpu_count(1)
    tasks: SimpleQueue[Callable[[], Any] | None] = SimpleQueue()
    threading.Thread(target=_listen, args=(questions, tasks), daemon=True).start()
    while (task := tasks.get()) is not None:
        pickle.dump(_outcome(task), answers, protocol=pickle.HIGHEST_PROTOCOL)
        answers.flush()


def _outcome(task: Callable[[], Any]) -> tuple[str, Any]:
    try:
        return "done", task()
    except CenotaphError as error:
        return "told", str(error)
    except MemoryError:
        os._exit(1)
    except Exception:
        return "failed", traceback.format_exc()


def _listen(questions: IO[bytes], tasks: SimpleQueue[Callable[[], Any] | None]) -> None:
    """Pass tasks on; when the input is closed, end the process, even in the middle of a task."""
    while True:
        try:
            tasks.put(pickle.load(questions))
        except (EOFError, OSError):
            os._exit(0)
        except Exception:
            traceback.print_exc()
            os._exit(1)
