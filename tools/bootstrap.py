# -*- coding: utf-8 -*-
"""알맞은 파이썬을 골라 tools/commands.py에 일을 넘깁니다.

    python3 tools/bootstrap.py serve      (make serve가 부릅니다)
    py tools\\bootstrap.py serve           (윈도우)

이 파일은 낡은 파이썬도 끝까지 읽고 까닭을 말할 수 있게 파이썬 2의 문법으로 씁니다.
"""

from __future__ import print_function, unicode_literals

import os
import subprocess
import sys

OLDEST, NEWEST = (3, 11), (3, 13)
PROBE = """
import sys
print("%d %d" % sys.version_info[:2])
print(sys.executable)
try:
    import ensurepip
except ImportError:
    print("no ensurepip")
"""


class Python(object):
    """명령 하나로 실행한 파이썬의 판과 자리입니다. 실행할 수 없으면 `version`이 None입니다."""

    def __init__(self, command):
        try:
            process = subprocess.Popen(
                command + ["-c", PROBE], stdout=subprocess.PIPE, stderr=subprocess.PIPE
            )
            lines = process.communicate()[0].decode("utf-8").splitlines()
        except OSError:
            lines = []
        self.name = " ".join(command)
        self.version = tuple(map(int, lines[0].split())) if len(lines) > 1 else None
        self.path = lines[1] if self.version else None
        self.has_venv = len(lines) == 2

    @property
    def supported(self):
        return self.version is not None and OLDEST <= self.version <= NEWEST


def candidates():
    """살펴볼 명령을 차례로 돌려줍니다. `PYTHON`을 정했으면 그것만 봅니다."""
    if os.environ.get("PYTHON"):
        return [[os.environ["PYTHON"]]]
    minors = range(NEWEST[1], OLDEST[1] - 1, -1)
    names = [["python3.%d" % minor] for minor in minors]
    if os.name == "nt":
        names = [["py", "-3.%d" % minor] for minor in minors]
    return [[sys.executable], ["python3"]] + names


def choose():
    """알맞은 파이썬의 자리를 돌려줍니다. 없으면 다음에 할 일을 한 문장으로 말하고 끝냅니다."""
    found = []
    for command in candidates():
        python = Python(command)
        if python.supported and python.has_venv:
            return python.path
        found.append(python)
    return stop(why(found))


def why(found):
    """알맞은 파이썬이 없는 까닭과 다음에 할 일입니다."""
    first = found[0]
    for python in found:
        if python.supported:
            return (
                "파이썬 {0}에 venv가 없으니, "
                "'sudo apt install python{0}-venv'로 설치하고 다시 실행하세요."
            ).format("%d.%d" % python.version)
    if first.version is None:
        return "PYTHON에 적은 '{0}' 명령을 실행할 수 없으니, 고쳐 적고 다시 실행하세요.".format(
            first.name
        )
    return (
        "파이썬 {0}.{1}~{2}.{3}이 필요하니, {2}.{3}을 설치하고 다시 실행하세요"
        "(찾은 것은 {4}, 파이썬 {5}.{6})."
    ).format(*(OLDEST + NEWEST + (first.name,) + first.version))


def stop(sentence):
    """까닭을 말하고 1로 끝냅니다. 화면의 인코딩이 무엇이든 역추적을 내지 않습니다."""
    data = (sentence + "\n").encode("utf-8")
    getattr(sys.stderr, "buffer", sys.stderr).write(data)
    sys.exit(1)


def main():
    commands = os.path.join(os.path.dirname(os.path.abspath(__file__)), "commands.py")
    arguments = [choose(), commands] + sys.argv[1:]
    if os.name == "nt":  # 윈도우의 exec는 끝나기를 기다리지 않습니다.
        sys.exit(subprocess.call(arguments))
    os.execv(arguments[0], arguments)


if __name__ == "__main__":
    main()
