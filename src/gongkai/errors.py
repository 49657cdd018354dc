"""What may be raised at a user: one Chinese sentence that says what, where and what to do."""

from __future__ import annotations

import errno
from pathlib import PurePath


class GongkaiError(Exception):
    """Bad input. ``str(error)`` is one whole Chinese sentence for the user; the command line exits with 2."""


class UnreadableReport(GongkaiError):
    """The file cannot be read as an annual report (wrong type, encrypted, truncated, too large, no report)."""


_REASONS = {errno.ENOENT: "上级文件夹不存在", errno.EACCES: "没有权限", errno.EPERM: "没有权限", errno.EISDIR: "它是文件夹",
            errno.ENOTDIR: "路径中有一段不是文件夹", errno.ENOSPC: "磁盘已满", errno.EROFS: "磁盘只读",
            errno.ENAMETOOLONG: "文件名过长", errno.EEXIST: "已有同名文件"}


def reason(error: OSError) -> str:
    """Why the system refused, in Chinese where it is a common reason."""
    return _REASONS.get(error.errno or 0, error.strerror or str(error))


def of_file(path: str, sentence: str) -> str:
    """A sentence on a file with the file's whole path in it: of many files several may bear one name.

        >>> of_file("甲局/报告.pdf", "文件“报告.pdf”是空文件，请重新下载。")
        '文件“甲局/报告.pdf”是空文件，请重新下载。'
        >>> of_file("甲局/报告.pdf", "文件已加密，请解除密码。")
        '甲局/报告.pdf：文件已加密，请解除密码。'
    """
    name = f"“{PurePath(path).name}”"
    if f"“{path}”" in sentence or sentence.startswith(f"{path}："):
        return sentence
    return sentence.replace(name, f"“{path}”", 1) if name in sentence else f"{path}：{sentence}"
