"""`sekisho record`: make fresh model answers part of the registry."""

import re
from collections import defaultdict
from collections.abc import Collection, Iterable
from pathlib import Path

from sekisho.adapters.answers import AnswerStore, load_recordings, merge_recordings, prune
from sekisho.adapters.recordings import RecordingsFolder
from sekisho.errors import SourceError
from sekisho.model.base import Count, Frozen, Text
from sekisho.model.completion import Recording

SCRATCH = Path(".sekisho") / "answers.jsonl"
_PROMPT_ID = re.compile(r"[a-z0-9][a-z0-9_-]{0,99}")


class RecordResult(Frozen):
    """What changed in `registry/recordings`: answers added, replaced by others and removed, and the prompts touched."""

    added: Count
    replaced: Count
    removed: Count
    prompts: tuple[Text, ...]


def record(root: Path, scratch: Path | None = None, *, used_keys: Collection[str] | None = None) -> RecordResult:
    """Move the answers of the scratch store into `registry/recordings` under `root`.

    With `used_keys`, answers no request has any more are removed. The store is emptied last, so a kill loses nothing
    and a second run finishes the work. Raises SourceError when a store or file is damaged or in use.
    """
    folder = RecordingsFolder(root)
    with AnswerStore(scratch or root / SCRATCH) as store:
        before = folder.read()
        after = _merged(before, store.read())
        if used_keys is not None:
            after = {prompt: prune(text, used_keys) for prompt, text in after.items()}
        changed = {prompt: text for prompt, text in after.items() if text != before.get(prompt, "")}
        folder.write(changed)
        store.clear()
    return _result(before, changed)


def _merged(before: dict[str, str], new: Iterable[Recording]) -> dict[str, str]:
    by_prompt: defaultdict[str, list[Recording]] = defaultdict(list)
    for recording in new:
        if not _PROMPT_ID.fullmatch(recording.prompt):
            raise SourceError(f"a recorded answer names the prompt {recording.prompt!r}, which is no prompt id")
        by_prompt[recording.prompt].append(recording)
    merged = {prompt: merge_recordings(before.get(prompt, ""), answers) for prompt, answers in by_prompt.items()}
    return {**before, **merged}


def _result(before: dict[str, str], changed: dict[str, str]) -> RecordResult:
    added = replaced = removed = 0
    for prompt, text in changed.items():
        old = load_recordings(before.get(prompt, "").split("\n"))
        new = load_recordings(text.split("\n"))
        added += len(new.keys() - old.keys())
        removed += len(old.keys() - new.keys())
        replaced += sum(old[key] != new[key] for key in old.keys() & new.keys())
    return RecordResult(added=added, replaced=replaced, removed=removed, prompts=tuple(sorted(changed)))
