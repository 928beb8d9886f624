"""What the worker process does: one at a time for a data folder, so that what another left undone is known to be so."""

from __future__ import annotations

import logging
import os
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from itertools import pairwise
from pathlib import Path
from typing import IO

from django.conf import settings
from django.db import close_old_connections, transaction
from django.utils import timezone
from django_tasks_db.management.commands.db_worker import Worker
from django_tasks_db.models import DBTaskResult, get_date_max

_log = logging.getLogger(__name__)
LOCK = "worker.lock"
MOST_TRIES = 3  # by workers that died while their server lived: then it is the task that ends them
MOST_STARTS = 50  # in all, for a task that takes the server down too
_WAIT = 1.0
_INTERVAL = 0.5
_GRACE = 5.0
_KEPT = timedelta(days=30)


def work(*, until_closed: bool, server: str = "") -> None:
    """Do what is asked for until the process is ended.

    Args:
        until_closed: Whether it ends when standard input closes.
        server: Name of the run of the server beside which it works; empty when it works without one.
    """
    worker = Worker(
        queue_names=["*"],
        interval=_INTERVAL,
        batch=False,
        backend_name="default",
        startup_delay=False,
        max_tasks=None,
        worker_id=f"{server}:{os.getpid()}-{time.time_ns()}",
        excluded_queue_names=[],
    )
    if until_closed:
        threading.Thread(target=_end_with_input, args=(worker,), daemon=True).start()
    with alone(Path(settings.DATA) / LOCK):
        put_back(server)
        from planweb.monitoring.daily import keep_reminding
        from planweb.monitoring.judging import keep_judging

        for task in (keep_reminding, keep_judging):
            threading.Thread(target=task, daemon=True).start()
        if settings.WATCHED_FOLDER is not None:
            from planweb.evidence.watching import watch

            threading.Thread(target=watch, args=(settings.WATCHED_FOLDER,), daemon=True).start()
        logging.getLogger("django_tasks").setLevel(logging.WARNING)
        worker.configure_signals()
        worker.run()


def put_back(server: str = "") -> int:
    """How many tasks that a worker was killed in were put back, behind what waits; one that kills workers is given up.

    Only for the one worker of a data folder: what is under way at its start is under way nowhere. What was done long
    ago is forgotten.

    Args:
        server: Name of the run of the server beside which this worker works.
    """
    back = 0
    DBTaskResult.objects.finished().filter(finished_at__lt=timezone.now() - _KEPT).delete()
    with transaction.atomic():
        for task in DBTaskResult.objects.select_for_update(no_key=True).running():
            if len(task.worker_ids) >= MOST_STARTS or _died_alone(task.worker_ids, server) >= MOST_TRIES:
                task.set_failed(RuntimeError(f"ended {len(task.worker_ids)} workers"))
                continue
            # Whoever may begin at any time has the last date there is: a date of today would go before all of them.
            task.status, task.run_after, task.enqueued_at = "READY", get_date_max(), timezone.now()
            task.save(update_fields=["status", "run_after", "enqueued_at"])
            back += 1
    from planweb.evidence.tasks import ask_reading, find_forgotten, give_up

    for document in find_forgotten():
        given_up = DBTaskResult.objects.filter(
            args_kwargs__args=[document.pk], task_path__endswith=".read_document", traceback__contains="workers"
        )
        if given_up.exists():
            give_up(document)
        else:
            ask_reading(document)
    from planweb.evidence.following import catch_up
    from planweb.site.chores import give_up_abandoned

    catch_up()
    give_up_abandoned()
    return back


def _died_alone(workers: list[str], server: str) -> int:
    """How many of the workers that began a task died while their server lived, which then started the next one.

    A worker that was killed with its server says nothing of the task.
    """
    servers = [worker.rpartition(":")[0] for worker in workers]
    return sum(one == following for one, following in pairwise([*servers, server]))


@contextmanager
def alone(path: Path) -> Iterator[None]:
    """Waits until no other process holds the lock at ``path``, and holds it; a process that dies lets go of it."""
    with path.open("a+b") as file:
        while not _locked(file):
            time.sleep(_WAIT)
        file.truncate(0)
        file.write(str(os.getpid()).encode())  # for people who look for it
        file.flush()
        yield


def is_held(path: Path) -> bool:
    """Whether another process holds the lock at ``path``."""
    try:
        with path.open("r+b") as file:
            return not _locked(file)
    except FileNotFoundError:
        return False


def _locked(file: IO[bytes]) -> bool:
    try:
        if sys.platform == "win32":
            import msvcrt

            file.seek(0)  # it locks where the file stands, and all must mean one byte
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


def _end_with_input(worker: Worker) -> None:
    """End this process soon after its standard input closes: what is not done by then is done at the next start."""
    while os.read(0, 1024):
        pass
    worker.running = False
    for _ in range(int(_GRACE / 0.1)):
        if not worker.running_task:
            break
        time.sleep(0.1)
    close_old_connections()
    os._exit(0)
