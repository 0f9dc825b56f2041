"""RAW_ARTICLES, SPANS -> which spans are quotations.

A span is one when at least half of its characters stand inside quotation marks, the marks included,
wherever the quotation began in its paragraph:

    "We will rebuild the bridge. It will take two years," the mayor said.

is two sentences, and both are quotations; `The film "Jaws" opened on Friday.` is none.
Straight and curly marks count, guillemets either way round, German low ones, corner brackets, and
single marks that close behind a comma or a stop; apostrophes do not.  A quotation that is never
closed ends with its paragraph, and a single mark that is never closed opens none.
"""

import numpy as np
import pyarrow as pa

from dedup.arrow import bytes_of, values
from dedup.kernels.arrays import Flags
from dedup.kernels.quotes import quoted_spans

__all__ = ["quoted"]


def quoted(articles: pa.Table, spans: pa.Table) -> Flags:
    """Whether each span of `articles` is a quotation, in the order of the spans.

    Args:
        articles: with the column text.
        spans: with article (a row of articles), paragraph_index, byte_start and byte_end, ordered
            by article and paragraph.
    """
    data, offsets = bytes_of(articles, "text")
    names = ("article", "paragraph_index", "byte_start", "byte_end")
    article, paragraph, starts, ends = (values(spans, name) for name in names)
    flags = np.zeros(len(article), np.bool_)
    # Room for those of a paragraph as long as the longest text; hardly any of it is ever touched.
    found = np.empty((int(np.diff(offsets).max(initial=0)) // 2 + 1, 2), np.int64)
    quoted_spans(data, offsets, article, paragraph, starts, ends, found, flags)
    return flags
