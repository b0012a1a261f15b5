"""How long it takes to find the owners of every file of a large repository, beside PyPI `codeowners`.

`python tests/benchmarks/owners.py`: 10,000 paths x 200 lines, seeded; prints seconds and the ratio.
"""

import random
import time

from codeowners import CodeOwners as Peer

from sekisho.codeowners.parse import parse

PATHS, LINES = 10_000, 200


def corpus(seed: int = 1) -> tuple[str, list[str]]:
    """Return a CODEOWNERS file and paths: folders, extensions and names at any depth, in a tree of 30 x 20 folders."""
    dice = random.Random(seed)
    folders, endings = ("src", "docs", "test"), ("py", "md", "yaml")
    paths = [
        f"area{dice.randrange(30)}/part{dice.randrange(20)}/{dice.choice(folders)}/f{number}.{dice.choice(endings)}"
        for number in range(PATHS)
    ]
    shapes = ("/area{a}/part{b}/", "/area{a}/**/test/", "/area{a}/part{b}/docs/*", "part{b}/", "*.x{b}", "a*/*/src")
    numbers = [(dice.choice(shapes), dice.randrange(30), dice.randrange(20)) for _ in range(LINES - 1)]
    lines = [f"{shape.format(a=a, b=b)} @org/t{a}" for shape, a, b in numbers]
    return "\n".join(["* @org/all", *lines]) + "\n", paths


def main() -> None:
    """Measure both, and check that they agree."""
    text, paths = corpus()
    start = time.perf_counter()
    owners = parse(text)
    ours = [owners.line_of(path) for path in paths]
    middle = time.perf_counter()
    peer = Peer(text)
    theirs = [peer.matching_line(path)[1] for path in paths]
    end = time.perf_counter()
    assert [line.number if line else None for line in ours] == theirs
    print(f"{PATHS} paths x {LINES} lines: sekisho {middle - start:.2f} s, codeowners {end - middle:.2f} s")


if __name__ == "__main__":
    main()
