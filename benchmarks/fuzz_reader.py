"""A process that reads pages with a checkout and tells what came of them: `python fuzz_reader.py CHECKOUT`, asked by `fuzz.py`.

A line of JSON on standard input is a page (`body` in base64, `url`, `fetched_at`); the answer is a line with `record`, `refused` (the
reason) or `broke` (a traceback of what must never be raised), and `seconds` of CPU.
"""

import json
import logging
import sys
import time
import traceback
from base64 import b64decode
from dataclasses import asdict
from typing import Any


def main() -> None:
    """Answer until the input ends."""
    sys.path[0] = sys.argv[1]
    from newsspider import pages
    from newsspider.errors import Refused
    from newsspider.export.article_schema import validator
    from pipelines import to_article

    def read(body: bytes, url: str | None, fetched_at: str | None) -> dict[str, Any]:
        try:
            article = to_article(pages.read(pages.load(body, url=url), fetched_at=fetched_at))
            validator()(asdict(article))
        except Refused as error:
            return {"refused": error.reason}
        except Exception:  # whatever it is, it is what is looked for
            return {"broke": traceback.format_exc()}
        return {"record": asdict(article)}

    logging.disable(logging.CRITICAL)
    for line in sys.stdin:
        page = json.loads(line)
        start = time.process_time()
        answer = read(b64decode(page["body"]), page["url"], page["fetched_at"])
        print(json.dumps({**answer, "seconds": time.process_time() - start}, default=str), flush=True)


if __name__ == "__main__":
    main()
