"""The settings: every refusal names file, setting and what is allowed, in one line."""

import re
import tomllib
from pathlib import Path

import pytest
from msgspec import Struct
from msgspec.structs import fields

from repo_watch.errors import SettingsError
from repo_watch.model import Reading, Source
from repo_watch.settings import (
    EditionSettings,
    FetchSettings,
    PartnershipSettings,
    Settings,
    SourceSettings,
    description,
    is_loopback,
)
from repo_watch.settings.reading import LAST_LINE, load
from repo_watch.settings.writing import template


def _source(name, setting, *urls):
    return Source(
        id=name,
        title=f"Title of {name}",
        publisher="A publisher",
        licence="A licence",
        setting=setting,
        urls=urls,
        expects={},
        reader_version=1,
        plan=lambda _: (),
        read=lambda _: Reading(),
    )


LISTS = _source("lists", "urls", "https://lists.example/current", "https://lists.example/update")
SITE = _source("site", "base", "https://site.example")
SOURCES = (LISTS, SITE)
PARTNERSHIPS = _source("partnerships", "partnerships")


@pytest.fixture
def write(tmp_path):
    def write(text, name="repo-watch.toml", encoding="utf-8"):
        path = tmp_path / name
        path.write_text(text, encoding=encoding)
        return path

    return write


def test_without_a_file_the_defaults_hold_beside_the_current_folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    settings = load(None, SOURCES, {})
    assert settings == Settings(data_dir=tmp_path / "data")
    assert settings.database == tmp_path / "data/repo-watch.db"
    assert settings.archive == tmp_path / "data/archive"
    assert settings.lock == tmp_path / "data/repo-watch.lock"
    assert settings.public == tmp_path / "data/public"
    assert settings.addresses(LISTS) == LISTS.urls
    assert settings.addresses(SITE) == SITE.urls
    assert settings.enabled(LISTS)


def test_the_command_line_leads_then_the_environment_then_the_current_folder(
    tmp_path, monkeypatch, write
):
    monkeypatch.chdir(tmp_path)
    write('data_dir = "here"')
    assert load(None, (), {"REPO_WATCH_CONFIG": ""}).data_dir == tmp_path / "here"
    environment = write('data_dir = "environment"', "environment.toml")
    environ = {"REPO_WATCH_CONFIG": str(environment)}
    assert load(None, (), environ).data_dir == tmp_path / "environment"
    named = write('data_dir = "named"', "named.toml")
    assert load(named, (), environ).data_dir == tmp_path / "named"


@pytest.mark.parametrize(
    ("path", "environ"),
    [(Path("absent.toml"), {}), (None, {"REPO_WATCH_CONFIG": "absent.toml"})],
)
def test_a_named_file_must_exist(tmp_path, monkeypatch, path, environ):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(SettingsError, match=r"^absent\.toml: no such settings file"):
        load(path, (), environ)


def test_relative_paths_start_at_the_file_and_not_at_the_current_folder(
    tmp_path, monkeypatch, write
):
    file = write('data_dir = "d"\npublic_dir = "../p"')
    monkeypatch.chdir("/")
    settings = load(file, (), {})
    assert settings.data_dir == tmp_path / "d"
    assert settings.public == tmp_path / "../p"


def test_absolute_and_home_paths_are_kept(write, monkeypatch):
    monkeypatch.setenv("HOME", "/home/someone")
    settings = load(write('data_dir = "/srv/data"\npublic_dir = "~/public"'), (), {})
    assert (settings.data_dir, settings.public) == (
        Path("/srv/data"),
        Path("/home/someone/public"),
    )


def test_addresses_come_from_the_settings(write):
    settings = load(
        write(
            '[sources.lists]\nurls = ["http://127.0.0.1:8000/a"]\n'
            '[sources.site]\nenabled = false\nbase = "http://localhost:8000/"'
        ),
        SOURCES,
        {},
    )
    assert settings.addresses(LISTS) == ("http://127.0.0.1:8000/a",)
    assert settings.addresses(SITE) == ("http://localhost:8000",)
    assert not settings.enabled(SITE)


def test_a_byte_order_mark_and_windows_line_ends_are_read(write):
    assert load(write("[fetch]\r\nattempts = 2\r\n", encoding="utf-8-sig"), (), {}).fetch == (
        FetchSettings(attempts=2)
    )


def test_the_public_address_is_read_at_its_old_place_too(write):
    old = '[mail]\npublic_url = "https://old.example"\n'
    assert load(write(old), (), {}).public_url == "https://old.example"
    both = f'public_url = "https://new.example"\n{old}'
    assert load(write(both), (), {}).public_url == "https://new.example"


@pytest.mark.parametrize(
    ("text", "names", "allowed"),
    [
        (
            "datadir = 1",
            "datadir: unknown setting",
            "data_dir, public_dir, public_url, workers, archive_days, fetch, sources",
        ),
        ("data_dir = 3", "data_dir: 3", "Folder of the database"),
        ('data_dir = ""', "data_dir: ''", "Folder of the database"),
        (r'data_dir = "a\u0000b"', r"data_dir: 'a\x00b'", "Folder of the database"),
        ('public_dir = "~nobody-of-that-name/p"', "public_dir: '~nobody", "Folder of the files"),
        ('public_url = "javascript:alert(1)"', "public_url: 'javascript", "http://... or"),
        ("fetch = 3", "fetch: must be a table", "[fetch]"),
        ("[fetch]\ndelay = 3", "fetch.delay: unknown setting", "seconds_between_requests"),
        ("[fetch]\ncontact = 3", "fetch.contact: 3", "e-mail address or web page"),
        ('[fetch]\ncontact = "a) b"', "fetch.contact: 'a) b'", "no brackets"),
        (r"[fetch]" + "\n" + r'contact = "a\n"', r"fetch.contact: 'a\n'", "Plain characters"),
        ('[fetch]\ntimeout_seconds = "9"', "fetch.timeout_seconds: '9'", "at most 600"),
        ("[fetch]\ntimeout_seconds = nan", "fetch.timeout_seconds: nan", "at most 600"),
        ("[fetch]\ntimeout_seconds = 0", "fetch.timeout_seconds: 0", "at most 600"),
        ("[fetch]\nmax_bytes = 12", "fetch.max_bytes: 12", "1000 to 100000000"),
        ("[fetch]\nattempts = 9", "fetch.attempts: 9", "1 to 5"),
        ("[links]\nper_night = 0", "links.per_night: 0", "1 to 1000"),
        ("[links]\npdfs_per_night = -1", "links.pdfs_per_night: -1", "0 to 1000"),
        ('[links]\nkeep_files = "no"', "links.keep_files: 'no'", "true or false"),
        ("[fetch]\nattempts = 1.5", "fetch.attempts: 1.5", "1 to 5"),
        ("[fetch]\nseconds_between_requests = -1", "fetch.seconds_between", "1 to 60"),
        ("[fetch]\nseconds_between_requests = 0.5", "lists reads https://lists.", "at least 1"),
        ("sources = 3", "sources: must be tables", "[sources.NAME]"),
        ("[sources]\nlists = 3", "sources.lists: must be a table", "[sources.lists]"),
        ("[sources.list]", "sources.list: no such source", "allowed: lists, site"),
        ('[sources.lists]\nurl = "x"', "sources.lists.url: unknown", "enabled, urls, base"),
        ('[sources.lists]\nenabled = "yes"', "sources.lists.enabled: 'yes'", "true or false"),
        ('[sources.lists]\nbase = "http://x.example"', "sources.lists.base", "takes 'urls'"),
        ('[sources.site]\nurls = ["http://x.example"]', "sources.site.urls", "takes 'base'"),
        ("[sources.lists]\nurls = []", "sources.lists.urls: is empty", "enabled = false"),
        ("[sources.lists]\nurls = [3]", "sources.lists.urls: [3]", "http or https addresses"),
        ('[sources.lists]\nurls = ["ftp://x.example"]', "'ftp://x.example'", "http://... or"),
        ('[sources.lists]\nurls = ["http://"]', "'http://'", "with a host"),
        ('[sources.lists]\nurls = ["x.example/a"]', "'x.example/a'", "http://... or"),
        ('[sources.lists]\nurls = ["http://x.example:0/"]', "x.example:0", "http://... or"),
        ('[sources.lists]\nurls = ["http://x.example:port/"]', "x.example:port", "http://... or"),
        ('[sources.lists]\nurls = ["http://[::1/"]', "http://[::1/", "http://... or"),
        ('[sources.lists]\nurls = ["http://x.example/a b"]', "a b", "without spaces"),
        ('[sources.lists]\nurls = ["http://me:pw@x.example/"]', "me:pw", "a user name"),
        ('[sources.site]\nbase = "file:///etc"', "sources.site.base", "http://... or"),
        ("[editions.Devon]", "editions.Devon: cannot be a folder", "small letters"),
        ('[editions."../x"]', "editions.../x: cannot be a folder", "small letters"),
        ("[editions.devon]\nrest = 'none'", "editions.devon.rest: 'none'", "name nations"),
        ("[editions.devon]\nrest = 'last'", "editions.devon.rest: 'last'", '"after" or "none"'),
        ("[editions.devon]\npairs_begin = 13", "editions.devon.pairs_begin: 13", "1 to 12"),
        ("[editions.devon]\nlogo = 'x.png'", "editions.devon.logo", "editions.devon.organ"),
        ("[editions.devon]\nrecipients = ['a@b.c']", "editions.devon.recip", "mail.sender"),
        ("data_dir = ", "is not TOML", "end of document"),
        ("\n= 2", "is not TOML", "line 2"),
        (f"data_dir = {'[' * 2_000}", "is not TOML", "brackets within brackets"),
        (f"data_dir = {'9' * 5_000}", "is not TOML", "digits"),
    ],
)
def test_a_setting_that_does_not_fit_is_refused_in_one_line(write, text, names, allowed):
    file = write(text)
    with pytest.raises(SettingsError) as caught:
        load(file, SOURCES, {})
    message = str(caught.value)
    assert message.startswith(f"{file}: ")
    assert names in message
    assert allowed in message
    assert "\n" not in message


def test_a_file_that_is_no_text_or_no_file_is_refused(tmp_path, write):
    with pytest.raises(SettingsError, match="is not UTF-8 text"):
        load(write("data_dir = 'é'", encoding="latin-1"), (), {})
    with pytest.raises(SettingsError, match="Is a directory"):
        load(tmp_path, (), {})


def test_where_no_source_exists_none_can_be_set(write):
    with pytest.raises(SettingsError, match="allowed: none"):
        load(write("[sources.lists]"), (), {})


def test_less_than_a_second_is_for_this_machine(write):
    settings = load(
        write(
            "[fetch]\nseconds_between_requests = 0\n"
            '[sources.lists]\nurls = ["http://127.0.0.1:1/a", "http://[::1]:1/", '
            '"http://LOCALHOST/"]\n[sources.site]\nenabled = false'
        ),
        SOURCES,
        {},
    )
    assert settings.fetch.seconds_between_requests == 0


@pytest.mark.parametrize(
    "url", ["http://127.0.0.1.example/", "http://localhost.example/", "http://10.0.0.1/", "x"]
)
def test_what_only_looks_like_this_machine_is_not(url):
    assert not is_loopback(url)


def test_a_contact_is_needed_beyond_this_machine():
    silent = Settings(
        fetch=FetchSettings(contact="  "),
        sources={"lists": SourceSettings(urls=("http://127.0.0.1:1/a",))},
    )
    silent.require_contact([LISTS])
    with pytest.raises(SettingsError, match=r"^fetch\.contact is '  '.*https://site\.example"):
        silent.require_contact(SOURCES)
    Settings(fetch=FetchSettings(contact="you@example.org")).require_contact(SOURCES)


# ---------------------------------------------------------------------------- partnerships


def test_no_partnership_is_read_unless_one_is_named(write):
    settings = load(write(""), (PARTNERSHIPS,), {})
    assert settings.addresses(PARTNERSHIPS) == ()
    assert not settings.enabled(PARTNERSHIPS)


def test_named_partnerships_are_read_in_their_order_unless_switched_off(write):
    named = (
        '[partnerships.one]\nurl = "http://127.0.0.1/one"\nauthority = "Eastmere"\n'
        '[partnerships."two b"]\nurl = "http://127.0.0.1/two"\ntitle = "Two"\n'
    )
    settings = load(write(named), (PARTNERSHIPS,), {})
    assert settings.addresses(PARTNERSHIPS) == ("http://127.0.0.1/one", "http://127.0.0.1/two")
    assert settings.enabled(PARTNERSHIPS)
    assert settings.partnerships["one"].authority == "Eastmere"
    off = load(write(named + "[sources.partnerships]\nenabled = false"), (PARTNERSHIPS,), {})
    assert not off.enabled(PARTNERSHIPS)


@pytest.mark.parametrize(
    ("text", "names", "allowed"),
    [
        ("[partnerships.x]", "partnerships.x.url: is missing", "http or https"),
        ('[partnerships.x]\nurl = "iscp"', "partnerships.x.url: 'iscp'", "http://"),
        ('[partnerships.x]\nlink = "http://a/"', "partnerships.x.link: unknown", "url, title"),
        ("partnerships = 3", "partnerships: must be tables", "[partnerships.NAME]"),
        (
            '[partnerships.x]\nurl = "http://a/"\nauthority = 3',
            "partnerships.x.authority: 3",
            "local authority",
        ),
        (
            '[partnerships.x]\nurl = "http://a/"\n[partnerships.y]\nurl = "http://a/"',
            "partnerships.y.url: is the page of partnerships.x too",
            "name it once",
        ),
        (
            '[sources.partnerships]\nurls = ["http://a/"]',
            "sources.partnerships.urls: this source takes",
            "[partnerships.NAME]",
        ),
    ],
)
def test_a_partnership_that_cannot_be_read_is_refused_in_one_line(write, text, names, allowed):
    with pytest.raises(SettingsError) as refusal:
        load(write(text), (PARTNERSHIPS,), {})
    said = str(refusal.value)
    assert names in said
    assert allowed in said
    assert "\n" not in said


def test_the_example_of_the_written_file_works_once_its_signs_are_taken_away(write):
    text = template((PARTNERSHIPS,), "you@example.org").partition("# One edition")[0] + LAST_LINE
    assert not load(write(text), (PARTNERSHIPS,), {}).enabled(PARTNERSHIPS)
    opened = re.sub(r"^#(\[partnerships|url|title|authority)", r"\1", text, flags=re.MULTILINE)
    settings = load(write(opened), (PARTNERSHIPS,), {})
    assert list(settings.partnerships) == ["iscp"]
    assert settings.enabled(PARTNERSHIPS)


# ------------------------------------------------------------------ the file that init writes


def _groups(kind=Settings, where=""):
    """Each group of settings there is, with its place in the file."""
    yield where, kind
    for field in fields(kind):
        if isinstance(field.type, type) and issubclass(field.type, Struct):
            yield from _groups(field.type, f"{field.name}.")


def test_the_written_file_loads_as_the_defaults(write, tmp_path):
    settings = load(write(template(SOURCES, "you@example.org")), SOURCES, {})
    assert settings.fetch == FetchSettings(contact="you@example.org")
    assert settings.data_dir == tmp_path / Settings().data_dir
    assert settings.public_dir is None
    assert list(settings.sources) == ["lists", "site"]
    for source in SOURCES:
        assert settings.addresses(source) == source.urls
        assert settings.enabled(source) is SourceSettings().enabled


def test_half_of_the_written_file_is_refused(write):
    whole = template(SOURCES, "you@example.org")
    lines = whole.splitlines(keepends=True)
    for end in range(1, len(lines) - 1, 7):
        with pytest.raises(SettingsError, match=r"cut off|is not TOML"):
            load(write("".join(lines[:end])), SOURCES, {})
    assert load(write(whole.rstrip("\n")), SOURCES, {}).fetch.contact == "you@example.org"


def test_the_written_file_has_every_setting_with_its_explanation():
    text = template(SOURCES)
    prose = re.sub(r"\n# ", " ", text)
    written = tomllib.loads(re.sub(r"^#(\w+ =|\[)", r"\1", text, flags=re.MULTILINE))
    for where, kind in _groups():
        table = written[where.strip(".")] if where else written
        assert set(table) == {field.name for field in fields(kind)}
        for field in fields(kind):
            assert description(kind, field.name) in prose
    for field in fields(SourceSettings):
        assert f"{field.name}: {description(SourceSettings, field.name)}" in prose
        assert any(field.name in table for table in written["sources"].values())


def test_the_commented_lines_say_what_would_happen_without_them(write):
    text = template(SOURCES)
    commented = re.findall(r"^#(?:\w+ =|\[.*)", text, flags=re.MULTILINE)
    assert commented == [
        "#public_dir =", "#password_file =", "#dry_run =", "#folder =", "#file =", "#file =",
        "#[partnerships.iscp]", "#url =", "#title =", "#authority =", "#formerly =",
        "#[editions.islands]", *(f"#{field.name} =" for field in fields(EditionSettings)),
    ]  # fmt: skip
    opened = load(write(text.replace("#public_dir", "public_dir")), SOURCES, {})
    closed = load(write(text), SOURCES, {})
    assert opened.public == closed.public


def test_every_setting_is_explained():
    several = [("", one) for one in (SourceSettings, PartnershipSettings, EditionSettings)]
    groups = {
        *("drop", "editions", "fetch", "links", "log", "mail", "metrics", "partnerships"),
        "sources",
    }
    for _, kind in [*_groups(), *several]:
        for field in fields(kind):
            if field.name not in groups:
                assert description(kind, field.name), (
                    f"{kind.__name__}.{field.name} has no description"
                )


def test_lines_of_the_written_file_fit_a_terminal():
    assert max(map(len, template(SOURCES, "you@example.org").splitlines())) <= 100


def test_a_contact_that_cannot_be_sent_is_not_written():
    with pytest.raises(SettingsError, match=r"^fetch\.contact: 'a\\nb'"):
        template(SOURCES, "a\nb")


def test_brackets_without_end_are_no_toml(write):
    with pytest.raises(SettingsError, match="is not TOML"):
        load(write("a = " + "[" * 5_000))
