"""What of the application needs an administrator, the gravest first."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import NamedTuple

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from planweb.site.models import Chore
from planweb.site.system import verified, worker_is_alive

BACKUP_DAYS, VERIFY_DAYS = 7, 31
LEAST_FREE = 2 * 2**30
"""Bytes of the disk of the data folder; a backup and a few documents take that much."""


class Need(NamedTuple):
    """Something to be done, and whether work has stopped or is in danger until it is."""

    text: str
    bad: bool = False


def needs_now() -> list[Need]:
    """Everything that needs somebody; nothing when all is well."""
    return sorted(_needs(timezone.now()), key=lambda need: not need.bad)


def _needs(now: datetime) -> Iterator[Need]:
    if not worker_is_alive():
        yield Need(_("后台没有在运行：上传的文献不会被读取，备份和导出不会开始。请重新启动服务。"), bad=True)
    if (free := shutil.disk_usage(Path(settings.DATA)).free) < LEAST_FREE:
        yield Need(_("数据文件夹所在磁盘只剩 %(free)s GB。") % {"free": f"{free / 2**30:.1f}"}, bad=True)
    seen = set()
    for chore in Chore.objects.exclude(ended_at=None).order_by("-ended_at", "-pk")[:200]:
        if chore.kind not in seen and chore.state == Chore.State.FAILED:
            yield Need(_("最近一次“%(what)s”没有完成。") % {"what": chore.get_kind_display()}, bad=True)
        seen.add(chore.kind)
    backup = Chore.objects.filter(kind=Chore.Kind.BACKUP, state=Chore.State.DONE).order_by("-ended_at").first()
    yield from _aged(
        backup.ended_at if backup else None, now, BACKUP_DAYS, _("还没有备份。"), _("最近的备份是 %(days)s 天前的。")
    )
    yield from _aged(
        verified()[0],
        now,
        VERIFY_DAYS,
        _("审计记录还没有核验过。"),
        _("审计记录最近的核验是 %(days)s 天前的。"),
    )


def _aged(done: datetime | None, now: datetime, most: int, never: str, old: str) -> Iterator[Need]:
    if done is None:
        yield Need(never)
    elif now - done > timedelta(days=most):
        yield Need(old % {"days": (now - done).days})
