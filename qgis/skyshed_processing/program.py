"""Starts the program, passes its progress on, and stops it when its user does."""

import json
import os
import queue
import shutil
import signal
import subprocess
import threading

from qgis.core import QgsProcessingException, QgsSettings

SETTING = "skyshed/program"  # where it is, if it is not on the path


def program():
    """$SKYSHED, else the setting, else what the path has."""
    named = os.environ.get("SKYSHED") or QgsSettings().value(SETTING, "", str)
    found = named or shutil.which("skyshed")
    if not found or not os.access(found, os.X_OK):
        raise QgsProcessingException(
            f"The program skyshed was not found{' at ' + named if named else ''}. Install it, then put it on the path, or "
            f"name its file in the environment variable SKYSHED or in the advanced setting {SETTING}.")
    return found


def _pass_on(line, feedback, problems):
    try:
        step = json.loads(line)
        feedback.setProgressText(step["stage"])
        feedback.setProgress(100 * step["share"])
    except (ValueError, TypeError, KeyError):
        problems.append(line)


def _read_lines(stream, lines):
    for line in stream:
        lines.put(line.rstrip())
    lines.put(None)


def run(arguments, feedback):
    """What the program says on stdout. Raises with its message if it fails."""
    command = [program(), "--progress", "json", *map(str, arguments)]
    feedback.pushCommandInfo(" ".join(command))
    with subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
                          encoding="utf-8", errors="replace") as process:
        # Both pipes are emptied by threads, so that neither fills up; QGIS is spoken to from its own thread alone.
        problems, said, lines = [], [], queue.Queue()
        readers = [threading.Thread(target=_read_lines, args=(process.stderr, lines)),
                   threading.Thread(target=lambda: said.append(process.stdout.read()))]
        for reader in readers:
            reader.start()
        stopped = False
        while True:
            if feedback.isCanceled() and not stopped:
                process.send_signal(signal.SIGINT)  # it cleans up behind itself
                stopped = True
            try:
                line = lines.get(timeout=0.2)
            except queue.Empty:
                continue
            if line is None:
                break
            if line:
                _pass_on(line, feedback, problems)
        for reader in readers:
            reader.join()
        process.wait()
    if stopped:
        raise QgsProcessingException("Cancelled; nothing was written.")
    if process.returncode != 0:
        raise QgsProcessingException("\n".join(problems) or f"skyshed ended with {process.returncode}")
    for line in problems:
        feedback.pushWarning(line)
    return said[0]
