"""Writes numbered notes for ever, and says each number once it was acknowledged; a test kills it meanwhile."""

import asyncio
import sys

from tests.storage.conftest import add, open_bare


async def main(url: str, name: str, writers: int, until: int) -> None:
    store = open_bare(url)

    async def write_on(writer: int) -> None:
        for n in range(writer, until, writers):
            word = f"{name}-{n}"
            await store.write(lambda tx: add(tx, word))  # noqa: B023 — awaited before `word` changes
            print(word, flush=True)  # noqa: T201 — how the test hears of it

    await asyncio.gather(*(write_on(writer) for writer in range(writers)))
    await store.close()


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4])))
