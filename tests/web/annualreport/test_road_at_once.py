"""Of two who take the same step at the same moment one takes it, the other is told."""

from pathlib import Path

from together import run

SCRIPT = Path(__file__).with_name("road_at_once.py")


def test_of_two_at_the_same_moment_one_takes_the_step(tmp_path, migrated):
    outcome = run(SCRIPT, tmp_path, migrated)
    assert outcome["submitted"] in (["ValidationError", "done"], ["Conflict", "done"])
    for name in ("signed", "published", "handed", "judged"):
        assert outcome[name] == ["ValidationError", "done"], name
    assert (outcome["steps"], outcome["publications"], outcome["hand_ins"]) == (2, 1, 2)
