"""A stand-in for the engine: the same HTTP calls over a unix socket, deterministic and without weights.

The weights file says how to behave (`plain`: no chat markup, `slow`: never ready, `full`: no room for states), and
so does the last message of a call (`hang`, `die`, `lie`, `refuse`, `mumble`, `cut`); anything else is repeated. Every
call is a line of $FAKE_ENGINE_LOG.
"""

import json
import os
import re
import threading
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from socketserver import ThreadingUnixStreamServer
from types import SimpleNamespace

MARKS = {"<|im_start|>": 1, "<|im_end|>": 2}
FIRST_LETTER = 10


class CommonParams:
    """Takes any parameter."""

    def __init__(self):
        self.model = SimpleNamespace(path="")
        self.cpuparams = SimpleNamespace(n_threads=0)
        self.cpuparams_batch = SimpleNamespace(n_threads=0)


class Server(ThreadingUnixStreamServer):
    """Listens as soon as it is made, like the engine."""

    daemon_threads = True

    def __init__(self, params):
        path = Path(params.model.path)
        if not path.is_file():
            raise RuntimeError("Failed to init server")
        self.weights = path.read_text()
        if self.weights == "slow":
            threading.Event().wait()
        self.folder = Path(params.slot_save_path)
        self.slot = []
        super().__init__(params.hostnames[0], Handler)
        threading.Thread(target=self.serve_forever, daemon=True).start()

    def tokenize(self, body):
        """One token a letter, and one for a mark."""
        marks = MARKS if body["parse_special"] and self.weights != "plain" else {}
        pieces = re.split(r"(<\|\w+\|>)", body["content"])
        return {"tokens": [token for piece in pieces for token in tokens_of(piece, marks)]}

    def save(self, body):
        """Write what the slot holds; `full` weights have a disk that takes half of it."""
        state = json.dumps(self.slot)
        written = state[: len(state) // 2] if self.weights == "full" else state
        (self.folder / body["filename"]).write_text(written)
        return {"n_saved": len(self.slot), "n_written": len(state)}

    def restore(self, body):
        """Fill the slot from a file; like the engine, die of one that was cut."""
        try:
            self.slot = json.loads((self.folder / body["filename"]).read_text())
        except ValueError:
            os._exit(3)
        return {"n_restored": len(self.slot)}

    def complete(self, body):
        """Repeat the last message, or do what it says."""
        prompt = body["prompt"]
        known = shared_head(self.slot, prompt) if body["cache_prompt"] else 0
        self.slot = list(prompt)
        said = last_message(prompt)
        if said == "hang":
            threading.Event().wait()
        if said == "die":
            os._exit(3)
        return {
            "content": json.dumps({"said": said}) if "json_schema" in body else f"{said}!",
            "stop_type": "limit" if said == "cut" else "eos",
            "truncated": False,
            "tokens_evaluated": len(prompt),
            "tokens_predicted": len(said),
            "timings": {"cache_n": known + (said == "lie")},
        }


def tokens_of(piece, marks):
    """Return the token of a mark, or one token a letter."""
    return [marks[piece]] if piece in marks else [FIRST_LETTER + ord(letter) for letter in piece]


def shared_head(left, right):
    """Return how many leading tokens are the same."""
    pairs = zip(left, right, strict=False)
    return next((n for n, (one, other) in enumerate(pairs) if one != other), min(len(left), len(right)))


def last_message(prompt):
    """Return the content of the last closed message."""
    inside = prompt[: len(prompt) - prompt[::-1].index(MARKS["<|im_end|>"]) - 1]
    opened = len(inside) - inside[::-1].index(MARKS["<|im_start|>"])
    return "".join(chr(token - FIRST_LETTER) for token in inside[opened:]).partition("\n")[2]


class Handler(BaseHTTPRequestHandler):
    """Dispatches one call and logs it."""

    def do_POST(self):
        """Answer one call."""
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        with Path(os.environ["FAKE_ENGINE_LOG"]).open("a", encoding="utf-8") as log:
            log.write(json.dumps({"worker": os.getpid(), "path": self.path, **body}) + "\n")
        verbs = {
            "/tokenize": self.server.tokenize,
            "/completion": self.server.complete,
            "/slots/0?action=save": self.server.save,
            "/slots/0?action=restore": self.server.restore,
        }
        if body.get("n_predict") and last_message(body["prompt"]) == "refuse":
            self.answer(400, {"error": {"message": "the prompt is too long"}})
        elif body.get("n_predict") and last_message(body["prompt"]) == "mumble":
            self.answer(500, ["no", "idea"])
        else:
            self.answer(200, verbs[self.path](body))

    def answer(self, status, value):
        """Send `value` as JSON."""
        content = json.dumps(value).encode()
        self.send_response(status)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_):
        """Say nothing."""
