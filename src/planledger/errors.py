"""Every exception of Planledger; imperfect documents do not raise, they give a ``Problem``."""

from __future__ import annotations

import errno

_REASONS_ZH = {
    errno.ENOENT: "不存在",
    errno.EACCES: "没有权限",
    errno.EPERM: "没有权限",
    errno.EISDIR: "是文件夹",
    errno.ENOTDIR: "路径中有一段不是文件夹",
    errno.ENOSPC: "磁盘已满",
    errno.EROFS: "磁盘只读",
    errno.ENAMETOOLONG: "名称太长",
    errno.EIO: "读写出错",
    errno.ELOOP: "链接循环",
}


def reason_of(error: OSError) -> str:
    """Why the system refused, in Chinese; in its own words where they are rare."""
    return _REASONS_ZH.get(error.errno or 0, error.strerror or "")


class PlanLedgerError(Exception):
    """Base of every error that Planledger raises on purpose; ``code`` is stable, the text tells what to do."""

    code = "error"

    @property
    def message_zh(self) -> str:
        """The message in Chinese; in English where only developers will read it."""
        return str(self)


class BrokenData(PlanLedgerError):
    """A data file of the package is missing, unreadable, or not as its schema says."""

    code = "data.broken"

    def __init__(self, file: str, key: str, reason: str = "not as expected") -> None:
        super().__init__(file, key, reason)  # args let a worker process rebuild it
        self.file, self.key, self.reason = file, key, reason

    def __str__(self) -> str:
        return f"data/{self.file}: {self.key}: {self.reason}"


class UndefinedUnit(PlanLedgerError):
    """Something names a unit that ``data/units.yaml`` lacks."""

    code = "unit.undefined"

    def __init__(self, unit: str, used_by: str) -> None:
        super().__init__(unit, used_by)
        self.unit, self.used_by = unit, used_by

    def __str__(self) -> str:
        return f"{self.used_by}: add unit {self.unit!r} to data/units.yaml"


class UndefinedIndicator(PlanLedgerError):
    """Something names an indicator that ``data/indicators`` lacks."""

    code = "indicator.undefined"

    def __init__(self, indicator: str) -> None:
        super().__init__(indicator)
        self.indicator = indicator

    def __str__(self) -> str:
        return f"no indicator {self.indicator!r} in data/indicators"


class UndefinedRegion(PlanLedgerError):
    """Something names a region code that ``data/regions.yaml`` lacks."""

    code = "region.undefined"

    def __init__(self, region: str) -> None:
        super().__init__(region)
        self.region = region

    def __str__(self) -> str:
        return f"no region {self.region!r} in data/regions.yaml"

    @property
    def message_zh(self) -> str:
        """The message in Chinese."""
        return f"目录中没有地区{self.region}，请用六位代码或通行名称"


class DocumentError(PlanLedgerError):
    """A file that gives no document; ``str()`` says why in English, ``message_zh`` in Chinese."""

    code = "document.error"

    def __init__(self, name: str, detail: str = "", detail_zh: str = "") -> None:
        super().__init__(name, detail, detail_zh)  # args let a worker process rebuild it
        self.name, self.detail, self.detail_zh = name, detail, detail_zh or detail

    @property
    def message_zh(self) -> str:
        """The message in Chinese."""
        return f"{self.name}：无法读取"


class UnreadableDocument(DocumentError):
    """The file is missing, a folder, or may not be opened; ``detail`` is what the system says."""

    code = "document.unreadable"

    def __str__(self) -> str:
        return f"{self.name}: cannot be opened ({self.detail})"

    @property
    def message_zh(self) -> str:
        """The message in Chinese."""
        return f"{self.name}：打不开（{self.detail_zh}）"


class EmptyDocument(DocumentError):
    """The file holds nothing but white space, or no text at all."""

    code = "document.empty"

    def __str__(self) -> str:
        return f"{self.name}: empty, or without any text"

    @property
    def message_zh(self) -> str:
        """The message in Chinese."""
        return f"{self.name}：文件是空的，或其中没有文字"


class CutOffDocument(DocumentError):
    """The end of the file is missing, and what is there gives no text."""

    code = "document.cut_off"

    def __str__(self) -> str:
        return f"{self.name}: the file is cut off and what is left of it gives no text; get the whole file"

    @property
    def message_zh(self) -> str:
        """The message in Chinese."""
        return f"{self.name}：文件不完整，尚存部分读不出文字，请取得完整的文件"


class BinaryDocument(DocumentError):
    """No reader knows this kind of file; ``detail`` names it when it is known."""

    code = "document.binary"
    archives = frozenset({"ZIP", "RAR", "7z", "gzip"})

    def __str__(self) -> str:
        if self.detail in self.archives:
            return f"{self.name}: a {self.detail} archive; unpack it and give what is in it"
        what = f"{self.detail} files are not read" if self.detail else "not a kind of file that is read"
        return f"{self.name}: {what}; save it as PDF, DOCX, XLSX, HTML or TXT"

    @property
    def message_zh(self) -> str:
        """The message in Chinese."""
        if self.detail in self.archives:
            return f"{self.name}：是{self.detail}压缩包，请解压后再读取其中的文件"
        what = f"不能读取{self.detail}文件" if self.detail else "不是可以读取的文件类型"
        return f"{self.name}：{what}，请另存为PDF、DOCX、XLSX、HTML或TXT"


class NoChineseText(DocumentError):
    """The text has no Chinese character; ``detail`` is the kind of a file that is no plain text."""

    code = "document.no_chinese"

    def __str__(self) -> str:
        advice = "look whether it is whole and legible" if self.detail else "set its encoding"
        return f"{self.name}: no Chinese text found; if there is some, {advice}"

    @property
    def message_zh(self) -> str:
        """The message in Chinese."""
        advice = "请检查文件是否完整、字迹是否清楚" if self.detail else "请指定编码"
        return f"{self.name}：没有找到中文；若确有中文，{advice}"


class DocumentTooLarge(DocumentError):
    """The file is larger than the limit; ``detail`` tells both sizes in MB."""

    code = "document.too_large"

    def __str__(self) -> str:
        return f"{self.name}: too large ({self.detail}); split it or raise --limit size=…"

    @property
    def message_zh(self) -> str:
        """The message in Chinese."""
        return f"{self.name}：文件太大（{self.detail}），请拆分或用--limit size=…提高上限"


class MissingExtra(DocumentError):
    """Reading this kind of file needs an optional part that is not installed; ``detail`` is the extra's name."""

    code = "document.missing_extra"

    def __str__(self) -> str:
        return f"{self.name}: this kind of file needs an optional part: pip install 'planledger[{self.detail}]'"

    @property
    def message_zh(self) -> str:
        """The message in Chinese."""
        return f"{self.name}：读取此类文件需要可选组件，请运行 pip install 'planledger[{self.detail}]'"


class MissingSolver(PlanLedgerError):
    """Planning needs an optional part that is not installed."""

    code = "planning.missing_extra"

    def __init__(self, package: str) -> None:
        super().__init__(package)
        self.package = package

    def __str__(self) -> str:
        return f"planning needs {self.package}, an optional part: pip install 'planledger[planning]'"

    @property
    def message_zh(self) -> str:
        """The message in Chinese."""
        return f"规划计算需要可选组件{self.package}，请运行 pip install 'planledger[planning]'"


class MissingConverter(DocumentError):
    """Files of this kind are read through LibreOffice, which is not installed; ``detail`` is the kind (.doc)."""

    code = "document.missing_converter"

    def __str__(self) -> str:
        return f"{self.name}: {self.detail} files are read through LibreOffice; install it, or save the file as .docx"

    @property
    def message_zh(self) -> str:
        """The message in Chinese."""
        return f"{self.name}：{self.detail}文件须经LibreOffice转换，请安装它，或将文件另存为.docx"


class EncryptedDocument(DocumentError):
    """The file opens only with a password."""

    code = "document.encrypted"

    def __str__(self) -> str:
        return f"{self.name}: protected by a password; save it without one and try again"

    @property
    def message_zh(self) -> str:
        """The message in Chinese."""
        return f"{self.name}：文件有密码保护，请另存为无密码的文件后再试"


class DamagedDocument(DocumentError):
    """The file is of a known kind but cannot be opened as such; ``detail`` is what its reader says."""

    code = "document.damaged"

    def __str__(self) -> str:
        return f"{self.name}: damaged ({self.detail}); open it in its own program and save it again"

    @property
    def message_zh(self) -> str:
        """The message in Chinese."""
        return f"{self.name}：文件已损坏（{self.detail}），请用原程序打开并重新保存"


class LimitExceeded(DocumentError):
    """Reading the file would take more than a limit allows; ``detail`` names the limit, what it is and what was met."""

    code = "document.limit"

    def __str__(self) -> str:
        return f"{self.name}: over the limit ({self.detail}); split it or raise the limit with --limit"

    @property
    def message_zh(self) -> str:
        """The message in Chinese."""
        return f"{self.name}：超出上限（{self.detail}），请拆分或用--limit提高上限"


class ReadingTimedOut(DocumentError):
    """The file was not read within the time that a file may take; ``detail`` is that time."""

    code = "document.timeout"

    def __str__(self) -> str:
        return f"{self.name}: not read within {self.detail}; split it or raise --limit seconds=…"

    @property
    def message_zh(self) -> str:
        """The message in Chinese."""
        return f"{self.name}：{self.detail}内未能读完，请拆分或用--limit seconds=…提高上限"


class OutOfMemory(DocumentError):
    """Reading the file took more memory than there is or than a file may take; ``detail`` is the limit."""

    code = "document.memory"

    def __str__(self) -> str:
        return f"{self.name}: needs more memory than there is within {self.detail}; split it or raise --limit memory=…"

    @property
    def message_zh(self) -> str:
        """The message in Chinese."""
        return f"{self.name}：内存不足（上限{self.detail}），请拆分或用--limit memory=…提高上限"


class ReadingDied(DocumentError):
    """The process that read the file ended without an answer; ``detail`` tells how, and where if that is known."""

    code = "document.died"

    def __str__(self) -> str:
        return (
            f"{self.name}: the process that read it died ({self.detail}); open it in its own program and save it again,"
            " and please report this"
        )

    @property
    def message_zh(self) -> str:
        """The message in Chinese."""
        return f"{self.name}：读取进程异常终止（{self.detail}），请用原程序打开并重新保存，并报告此问题"


class UnknownEncoding(DocumentError):
    """The encoding that the user set does not exist; ``detail`` is its name."""

    code = "document.encoding"

    def __str__(self) -> str:
        return f"{self.name}: unknown encoding {self.detail!r}; use utf-8, gb18030, big5 or utf-16"

    @property
    def message_zh(self) -> str:
        """The message in Chinese."""
        return f"{self.name}：未知编码{self.detail}，可用utf-8、gb18030、big5、utf-16"


class WrongEncoding(DocumentError):
    """The file does not read as text in the encoding that the user set; ``detail`` is its name."""

    code = "document.encoding_wrong"

    def __str__(self) -> str:
        return (
            f"{self.name}: does not read as text in {self.detail}; set another encoding, or none to have it found out"
        )

    @property
    def message_zh(self) -> str:
        """The message in Chinese."""
        return f"{self.name}：按指定的编码{self.detail}读不出文字，请改用其他编码，或不指定，由程序判断"


class BrokenOverrides(DocumentError):
    """``documents.yaml`` is unreadable or says something that cannot be meant; ``detail`` tells where and what."""

    code = "overrides.broken"

    def __str__(self) -> str:
        return f"{self.name}: {self.detail}"

    @property
    def message_zh(self) -> str:
        """The message in Chinese."""
        return f"{self.name}：设置有误（{self.detail_zh}）"


class BrokenExemptions(PlanLedgerError):
    """A file of exemptions is unreadable or an entry lacks what it must say."""

    code = "document.exemptions"

    def __init__(self, name: str, entry: str, detail: str, detail_zh: str) -> None:
        super().__init__(name, entry, detail, detail_zh)
        self.name, self.entry, self.detail, self.detail_zh = name, entry, detail, detail_zh

    def __str__(self) -> str:
        return f"{self.name}, entry {self.entry}: {self.detail}"

    @property
    def message_zh(self) -> str:
        """The message in Chinese."""
        return f"{self.name}第{self.entry}条：{self.detail_zh}"


class NoWorker(PlanLedgerError):
    """A process to read files in cannot be started; ``reason`` is the last it said."""

    code = "worker.missing"

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason

    def __str__(self) -> str:
        return f"cannot start a process to read files: {self.reason}"

    @property
    def message_zh(self) -> str:
        """The message in Chinese."""
        return f"无法启动读取文件的进程：{self.reason}"


class BrokenLedger(PlanLedgerError):
    """A stored ledger is incomplete, damaged, or of another format."""

    code = "ledger.broken"

    def __init__(self, file: str, place: str) -> None:
        super().__init__(file, place)
        self.file, self.place = file, place

    def __str__(self) -> str:
        return f"{self.file}: cannot be read at {self.place}; write the ledger again with `planledger run`"

    @property
    def message_zh(self) -> str:
        """The message in Chinese."""
        return f"{self.file}：在{self.place}处无法读取，请用planledger run重新生成台账"


class OutputNotWritten(PlanLedgerError):
    """The system refused to write an output; what was there before is unchanged."""

    code = "output.not_written"

    def __init__(self, path: str, reason: str, reason_zh: str = "") -> None:
        super().__init__(path, reason, reason_zh)
        self.path, self.reason, self.reason_zh = path, reason, reason_zh or reason

    def __str__(self) -> str:
        return f"cannot write {self.path}: {self.reason}; free it or choose another place"

    @property
    def message_zh(self) -> str:
        """The message in Chinese."""
        return f"{self.path}：无法写入（{self.reason_zh}），请关闭占用它的程序或另选位置"


class OutputOccupied(PlanLedgerError):
    """Something that Planledger did not write stands where an output belongs."""

    code = "output.occupied"

    def __init__(self, path: str) -> None:
        super().__init__(path)
        self.path = path

    def __str__(self) -> str:
        return f"{self.path} was not written by planledger and is left alone; move it or choose another folder"

    @property
    def message_zh(self) -> str:
        """The message in Chinese."""
        return f"{self.path}：不是planledger写出的，未作改动；请移走它或另选文件夹"


class OutputBusy(PlanLedgerError):
    """Another run is writing to the same folder."""

    code = "output.busy"

    def __init__(self, folder: str) -> None:
        super().__init__(folder)
        self.folder = folder

    def __str__(self) -> str:
        return f"another run is writing to {self.folder}; wait for it or choose another folder"

    @property
    def message_zh(self) -> str:
        """The message in Chinese."""
        return f"{self.folder}：另一次运行正在写入，请稍候或另选文件夹"
