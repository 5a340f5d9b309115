"""What a night costs others: `python bench/peers.py NAME ADDRESSES FOLDER`.

`floor`: each address fetched with one session, its tree built. `script`: the same, with validators
kept from the night before, and a line for each page that changed. `scrapy`: a spider that follows
the addresses and builds each page's tree, with its cache of RFC 2616.
"""

import hashlib
import json
import sys
from pathlib import Path


def floor(addresses: list[str], _folder: Path) -> None:
    """The least that reading everything costs."""
    import requests
    from bs4 import BeautifulSoup

    with requests.Session() as session:
        for url in addresses:
            BeautifulSoup(session.get(url, timeout=60).content, "lxml")


def script(addresses: list[str], folder: Path) -> None:
    """What a person would write in an afternoon."""
    import requests
    from bs4 import BeautifulSoup

    file = folder / "known.json"
    known = json.loads(file.read_text()) if file.exists() else {}
    with requests.Session() as session:
        for url in addresses:
            had = known.get(url, {})
            headers = {"If-None-Match": had["etag"]} if had.get("etag") else {}
            answer = session.get(url, headers=headers, timeout=60)
            digest = hashlib.sha256(answer.content).hexdigest()
            if answer.status_code == 304 or digest == had.get("sha256"):  # noqa: PLR2004 -- HTTP's
                continue
            text = BeautifulSoup(answer.content, "lxml").get_text(" ", strip=True)
            if had:
                sys.stdout.write(f"{url} changed\n")
            etag = answer.headers.get("ETag")
            known[url] = {"etag": etag, "sha256": digest, "text": text}
    file.write_text(json.dumps(known))


def scrapy(addresses: list[str], folder: Path) -> None:
    """A spider that keeps each page's words."""
    from scrapy import Spider
    from scrapy.crawler import CrawlerProcess

    class Pages(Spider):
        name = "pages"
        start_urls = addresses
        custom_settings = {  # noqa: RUF012 -- scrapy's way
            "HTTPCACHE_ENABLED": True,
            "HTTPCACHE_DIR": str(folder / "cache"),
            "HTTPCACHE_POLICY": "scrapy.extensions.httpcache.RFC2616Policy",
            "LOG_LEVEL": "ERROR",
            "DOWNLOAD_DELAY": 0,
            "CONCURRENT_REQUESTS_PER_DOMAIN": 1,
            "FEEDS": {str(folder / "pages.jsonl"): {"format": "jsonlines", "overwrite": True}},
        }

        def parse(self, response):  # noqa: ANN001, ANN202 -- scrapy's own
            html = "html" in response.headers.get("Content-Type", b"").decode()
            words = response.css("body ::text").getall() if html else [response.text]
            yield {"url": response.url, "text": " ".join(" ".join(words).split())}

    process = CrawlerProcess()
    process.crawl(Pages)
    process.start()


if __name__ == "__main__":
    {"floor": floor, "script": script, "scrapy": scrapy}[sys.argv[1]](
        json.loads(Path(sys.argv[2]).read_text()), Path(sys.argv[3])
    )
