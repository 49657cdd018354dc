"""Files and folders as named on the command line → results, with progress; and what they mean for the exit code."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from gongkai.cli.output import Status, say
from gongkai.errors import GongkaiError, of_file
from gongkai.report.batch import Result, Task, read_many
from gongkai.report.gathering import Manifest, gather, read_manifest

READ = "gongkai:read"


@dataclass(slots=True)
class Inputs:
    """What a command is to read. `single` where the user named one file and no folder or list.

    `bad` and `errors` count, as results pass, the files that could not be read and those with an error.
    """

    tasks: list[Task]
    problems: list[tuple[str, str]]
    single: bool
    status: Status
    jobs: int | None = None
    bad: int = 0
    errors: int = 0
    done: int = field(default=0)

    def results(self, function: str | None = None) -> Iterator[Result]:
        """A result for each file, in order, bad paths first."""
        for path, sentence in self.problems:
            self.bad += 1
            yield Result(path, error=sentence)
        total = len(self.tasks)
        self.status.show(f"正在读取 {total} 个文件……")
        for result in read_many(self.tasks, jobs=self.jobs, function=function or READ):
            self.done += 1
            if result.report is None:
                self.bad += 1
            elif next(result.report.errors(), None) is not None:
                self.errors += 1
            yield result
            self.status.show(f"已处理 {self.done}/{total}，有错误 {self.errors}，无法读取 {self.bad}")
        self.status.clear()

    def code(self, *, judging: bool) -> int:
        """The exit code: 2 where a file could not be read, 1 where one has an error and the command is `judging`."""
        if self.bad:
            return 2
        return 1 if judging and self.errors else 0


def collect(files: Sequence[str] | None, manifest: str | None = None, jobs: int | None = None, output: str | None = None) -> Inputs:
    """What to read, after notices have been said.

    Raises:
        GongkaiError: nothing to read was named, the manifest cannot be trusted, or `output` is one of the files read.
    """
    listed: Manifest | None = read_manifest(manifest) if manifest else None
    paths = list(files or [])
    if not paths and listed is None:
        raise GongkaiError("没有指定要处理的文件或文件夹，请写在命令之后。")
    found = gather(paths or (listed.paths() if listed else []))
    notices = list(found.notices)
    tasks = [Task(file) for file in found.files]
    if listed is not None:
        tasks, unused = listed.tasks(found.files)
        notices += unused if paths else []
    spare(output, [*(task.path for task in tasks), manifest])
    for notice in notices:
        say(f"提示：{notice}")
    single = len(paths) == 1 and len(tasks) + len(found.problems) == 1 and (
        bool(found.problems) or found.files == paths)
    return Inputs(tasks, found.problems, single, Status(len(tasks)), jobs)


def spare(output: str | None, read: Iterable[str | None]) -> None:
    """Refuse to write the output over a file that is read.

    Raises:
        GongkaiError: `output` is one of them.
    """
    if output is not None and os.path.realpath(output) in {os.path.realpath(path) for path in read if path is not None}:
        raise GongkaiError(f"输出文件“{output}”就是读入的文件，为免覆盖原件，请另写一个文件名。")


def complaint(result: Result) -> str:
    """The sentence on a file that could not be read, with the file's path in it."""
    return of_file(result.path, result.error or "")
