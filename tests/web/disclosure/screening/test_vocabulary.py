"""The law files of the screening are read strictly, and nothing of Django is needed for it."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from gongkai.engine.lawfile import LawError, read
from gongkai.web.disclosure.screening import wrong_words
from gongkai.web.disclosure.screening.attachments import _READERS
from gongkai.web.disclosure.screening.attachments.rules import Rules, rules
from gongkai.web.disclosure.screening.vocabulary import VOCABULARIES, Vocabulary, _wrong_words, vocabulary


@pytest.mark.parametrize(("name", "old", "new", "fault"), [
    ("screening.yaml", "level: serious", "level: grave", "a level is serious or reason"),
    ("screening.yaml", "basis: privacy", "basis: private", "'private' is no key of basis"),
    ("screening.yaml", "  - code: secret.mark", "  - code: secret.sign", "'secret.sign' is no code of this file"),
    ("screening.yaml", "listed: person.list,", "listed: person.row,", "'person.row' is no code of this file"),
    ("screening.yaml", "  earliest: 1900", "  earliest: 1900\n  latest: 2100", "unknown key 'latest'"),
    ("attachments.yaml", "said: [author", "said: [writer", "a property without a name"),
    ("attachments.yaml", "reader: pdf, megabytes: 50", "reader: pdf, megabytes: many", "'megabytes' has the wrong type str"),
    ("wrong_words.yaml", "  constitution:\n    - {wrong: 中", "  charter:\n    - {wrong: 中", "'charter' is no key of sources"),
    ("wrong_words.yaml", "wrong: 布署", "wrong: 部署", "is repeated, or right"),
])
def test_a_fault_in_a_law_file_is_named(name: str, old: str, new: str, fault: str, tmp_path: Path) -> None:
    text = (VOCABULARIES / name).read_text(encoding="utf-8")
    assert old in text
    (tmp_path / name).write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(LawError, match=re.escape(fault)):
        {"screening.yaml": Vocabulary, "attachments.yaml": Rules,
         "wrong_words.yaml": lambda path: list(_wrong_words(read(path)))}[name](tmp_path / name)


def test_every_reader_named_is_there_and_every_one_there_is_named() -> None:
    assert {kind.reader for kind in rules().kinds} == set(_READERS)


def test_every_message_is_one_whole_sentence() -> None:
    for code in (*vocabulary().codes.values(), *rules().codes.values()):
        assert code.message.endswith("。") and code.message.count("。") == 1
        assert code.basis.startswith("《中华人民共和国政府信息公开条例》第")


def test_no_wrong_expression_is_a_piece_of_its_right_form() -> None:
    for word in wrong_words():
        assert word.wrong not in word.right
        assert all(word.wrong in longer for longer in word.unless)


def test_the_screening_needs_no_django() -> None:
    script = "import sys, gongkai.web.disclosure.screening.worker; sys.exit('django' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", script], check=False).returncode == 0
