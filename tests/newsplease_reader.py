"""What news-please does with a WARC file of Common Crawl: run by its own interpreter, not ours.

    NEWSPLEASE/bin/python tests/newsplease_reader.py FILE.warc.gz

Its CommonCrawlExtractor's own loop over the records, without the download before it: no host or date asked
for, no pictures fetched, and errors of single pages passed over, as its example does. Prints JSON.
"""

import json
import logging
import sys

# by way of the crawler: each of the two imports the other
from newsplease.crawler.commoncrawl_crawler import CommonCrawlExtractor  # type: ignore[import-not-found]

counts = {"articles": 0, "with_text": 0}


def on_article(article: object) -> None:
    """Counts what came of a record."""
    counts["articles"] += 1
    counts["with_text"] += bool(getattr(article, "maintext", None))


def main(path: str) -> None:
    """Reads a file."""
    logging.disable(logging.CRITICAL)
    extractor = CommonCrawlExtractor()
    ours = {
        "callback_on_article_extracted": on_article,
        "callback_on_warc_completed": lambda *_: None,
        "continue_after_error": True,
        "ignore_unicode_errors": True,
        "delete_warc_after_extraction": False,
        "warc_path": path,
    }
    for name, value in ours.items():
        setattr(extractor, f"_CommonCrawlExtractor__{name}", value)
    extractor._CommonCrawlExtractor__process_warc_gz_file(path)
    print(json.dumps(counts))


if __name__ == "__main__":
    main(sys.argv[1])
