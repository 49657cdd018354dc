import threading

from gongkai.web.portal import memory


def test_what_is_known_is_not_made_again_until_it_is_old():
    made = []
    assert [memory.remembered("a", 60, lambda: made.append(1) or len(made)) for _ in range(3)] == [1, 1, 1]
    memory.forget()
    assert memory.remembered("a", 60, lambda: made.append(1) or len(made)) == 2


def test_while_one_makes_it_anew_the_others_take_the_old():
    memory.remembered("b", -1, lambda: "old")
    begun, go, slow = threading.Event(), threading.Event(), []

    def make():
        begun.set()
        go.wait(10)
        return "new"

    thread = threading.Thread(target=lambda: slow.append(memory.remembered("b", 60, make)))
    thread.start()
    begun.wait(10)
    assert memory.remembered("b", 60, lambda: "never") == "old"
    go.set()
    thread.join()
    assert (slow, memory.remembered("b", 60, lambda: "never")) == (["new"], "new")
