"""Signatures of texts: a few bytes by which likely reprints are found among a million articles.

A text is cut to its bare letters and figures: what each paper prints its own way (dateline, byline, punctuation, spaces) does
not count. Of all its runs of SHINGLE characters MinHash keeps some values; two texts agree in as large a share of them as they
share runs. Runs are long, and some values look only at runs with a figure: texts made from one template differ there.
"""

import struct
import unicodedata
from collections.abc import Sequence
from functools import lru_cache

from rensa import RMinHash

from newsspider.lazy_pattern import lazy_pattern

SHINGLE = 16
"""Characters in a run. Of a text with 2 % of its characters changed seven of ten runs are left."""
VALUES, FIGURE_VALUES = 16, 4
"""Values in a signature, of all runs and of those with a figure; by each of them it is looked up."""
BANDS = VALUES + FIGURE_VALUES
SEED = 20251021
SHORTEST = 80
"""A text of fewer letters and figures has no signature: a caption, a line of a ticker."""

SCHEME = 1
"""Counts up when any of the above, or the cleaning below, changes: signatures of two schemes cannot be compared."""
VERSION = SCHEME << 4 | RMinHash.ALGORITHM_VERSION
PACKED = struct.Struct(f"<B{BANDS}I")
"""A signature's bytes: the version, then the values."""

DATELINE = lazy_pattern(
    r"^[^。！？!?]{0,40}?(?:讯|电|报道|消息)(?:\s*[（(【\[][^）)】\]]{0,80}[）)】\]])?(?:\s*(?:全媒体|见习|本报)?记者[^，。,：:]{0,30}?报道)?[\s:：,，]*"
)
"""The opening up to and with 讯, 电 or 报道 and the bracket behind it. It may take a few characters of a text without dateline: of each
of its reprints as well."""
SIGNED = lazy_pattern(
    r"[（(【\[][^（）()【】\[\]]{0,80}?(?:记者|通讯员|实习生|作者|编辑|来源|稿件|供稿|原标题|转自|据)[^（）()【】\[\]]{0,80}[）)】\]]"
)
BYLINE = lazy_pattern(r"^\s*(?:[\w·]{0,12}(?:记者|通讯员)|来源|作者|编辑|责编|文/|图/)[^。！？!?；;]{0,40}$")
FIGURE = lazy_pattern(r"\d")
CLAUSE = lazy_pattern(r"[^\w.%℃]+|\.(?!\d)|_")


def clauses_of(body: Sequence[str]) -> list[str]:
    """The body's clauses in order, letters and figures alone, in half width and lower case; without datelines and bylines."""
    return list(_clauses(tuple(body)))


@lru_cache(maxsize=512)  # a text is compared with many that came shortly before
def _clauses(body: tuple[str, ...]) -> tuple[str, ...]:
    clauses: list[str] = []
    first = True
    for paragraph in body:
        text = SIGNED.sub("", unicodedata.normalize("NFKC", paragraph).lower())
        if BYLINE.match(text):
            continue
        if first and text.strip():
            text = DATELINE.sub("", text, count=1)
            first = False
        clauses += [clause for clause in CLAUSE.split(text) if clause]
    return tuple(clauses)


def signature_of(body: Sequence[str]) -> bytes | None:
    """The signature of an article's paragraphs; None for a text too short to compare. The same over runs and machines."""
    text = "".join(clauses_of(body))
    if len(text) < SHORTEST:
        return None
    runs = [text[start : start + SHINGLE] for start in range(len(text) - SHINGLE + 1)]
    figures = [match.start() for match in FIGURE.finditer(text)]
    starts = {start for place in figures for start in range(max(0, place - SHINGLE + 1), min(place + 1, len(runs)))}
    figured = [runs[start] for start in sorted(starts)]
    if len(figured) < SHINGLE:  # not one figure in the midst of the text
        figured = runs
    return PACKED.pack(VERSION, *_minhash(runs, VALUES), *_minhash(figured, FIGURE_VALUES))


def _minhash(runs: list[str], values: int) -> list[int]:
    minhash = RMinHash(num_perm=values, seed=SEED)
    minhash.update(runs)
    digest: list[int] = minhash.digest()
    return digest


def bands_of(signature: bytes) -> list[int]:
    """What a signature is looked up by: its values, each with its place and the version, as one number below 2^47."""
    version, *values = PACKED.unpack(signature)
    return [version << 40 | place << 32 | value for place, value in enumerate(values)]
