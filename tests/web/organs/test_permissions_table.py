from pathlib import Path

from gongkai.web.organs.permissions_table import page

PAGE = Path(__file__).parents[3] / "docs/explanation/permissions.md"


def test_the_page_of_permissions_is_what_the_gates_say():
    assert PAGE.read_text() == page(), "run `make docs`"


def test_it_tells_how_far_each_role_reaches():
    assert "| 调整 | `reorganise` |  |  |  |  |  |  | below |" in page()
