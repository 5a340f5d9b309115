"""Prints the codes and wordings of the coder into docs/codebook.md, from the tables themselves.

python docs/print_codebook.py FILE

Between the marks of the FILE each code of harm, factors and agencies is told with its title, what
it means, and one sentence that has it; below, in full, the wordings by which it is known.
"""

import sys
from pathlib import Path

from repo_watch.coding.wordings import table

TABLES = {"harm": "Harm", "factors": "Factors", "agencies": "Agencies"}
BEGIN, END = "<!-- printed: make docs: {} -->\n", "<!-- end of what is printed: {} -->"


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


def codes(name: str) -> str:
    """The table of the codes of one file of wordings."""
    lines = ["| code | title | when | for example | but not |", "|---|---|---|---|---|"]
    for code, entry in table(name).items():
        told = [one for some in entry["wordings"].values()
                for one in ([some] if isinstance(some, str) else some)]  # fmt: skip
        no = next((one for one in told if one.startswith("not: ")), "")
        yes = next((one for one in told if one != no), "")
        cells = (f"`{code}`", entry["title"], entry["definition"], yes, no.removeprefix("not: "))
        lines.append(f"| {' | '.join(map(_cell, cells))} |")
    return "\n".join(lines) + "\n"


def wordings(name: str) -> str:
    """The wordings of each code of one file, in the notation of the file."""
    lines = []
    for entry in table(name).values():
        known = ", ".join(f"`{text}`" for text in entry["wordings"])
        never = ", ".join(f"`{text}`" for text in entry.get("but_not", {}))
        lines.append(f"- **{entry['title']}**: {known}{f'; but not {never}' if never else ''}")
    return "\n".join(lines) + "\n"


def printed(text: str) -> str:
    """A page with what stands between its marks printed anew."""
    for mark, what in [(name, codes(name)) for name in TABLES] + [
        (f"wordings of {name}", wordings(name)) for name in TABLES
    ]:
        before, _, rest = text.partition(BEGIN.format(mark))
        _, _, after = rest.partition(END.format(mark))
        text = f"{before}{BEGIN.format(mark)}{what}{END.format(mark)}{after}"
    return text


if __name__ == "__main__":
    for page in map(Path, sys.argv[1:]):
        page.write_text(printed(page.read_text("utf-8")), "utf-8")
