"""What an archive has, by its files."""


def bodies(folder):
    """The sha256 of every body, in order."""
    return sorted(path.stem for path in folder.glob("??/*.gz"))
