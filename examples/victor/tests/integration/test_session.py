import subprocess
import sys

import pytest


def test_a_conversation_of_several_turns():
    said = "Hello\nRead victor/__init__.py\n"
    run = subprocess.run([sys.executable, "-m", "victor", "chat", "--no-tui"], input=said, capture_output=True, text=True)
    assert run.returncode == 0
    assert len(run.stdout.splitlines()) == 2


@pytest.mark.slow
def test_that_is_left_out():
    raise AssertionError("slow tests are not selected")
