import io

from harmscope.cli.bars import Bars


class Terminal(io.StringIO):
    def isatty(self):
        return True


def shown(monkeypatch, stream):
    monkeypatch.setattr("sys.stderr", stream)
    with Bars() as bars:
        bars.start("reading", 10)
        bars.advance(10)
        bars.start("joining", 4)
        bars.advance(4)
    return stream.getvalue()


def test_nothing_on_a_pipe(monkeypatch):
    assert shown(monkeypatch, io.StringIO()) == ""


def test_one_bar_after_another_on_a_terminal(monkeypatch):
    text = shown(monkeypatch, Terminal())
    assert text.index("reading") < text.index("joining")
    assert text.count("100%") == 2


def test_nothing_to_do_has_no_bar(monkeypatch):
    stream = Terminal()
    monkeypatch.setattr("sys.stderr", stream)
    with Bars() as bars:
        bars.start("reading", 0)
        bars.advance(0)
    assert stream.getvalue() == ""
