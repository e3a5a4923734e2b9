"""Settings whose files or folders can't be reached are one line, before anything is done with them."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from index import SettingsError, load


@pytest.mark.parametrize("name", ["archive", "data"])
def test_a_folder_that_can_not_be_reached_is_named_with_its_option(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A loop of links and a name too long are refused; one that isn't there yet is none of these."""
    monkeypatch.chdir(tmp_path)
    Path("loop").symlink_to("loop")
    with pytest.raises(SettingsError, match=rf"the folder loop can't be used \(too many .*--{name}"):
        load(**{name: Path("loop")})
    with pytest.raises(SettingsError, match=rf"file name too long\); name another with --{name}"):
        load(**{name: Path("x" * 300)})
    assert getattr(load(**{name: Path("nothing")}), name) == Path("nothing")


@pytest.mark.parametrize("name", ["archive", "data"])
def test_a_folder_whose_name_is_not_utf_8_is_refused(name: str, tmp_path: Path) -> None:
    """An index notes the names of its folders, and these can't be written down; a link to one is none either."""
    folder = tmp_path / "caf\udce9"
    folder.mkdir()
    link = tmp_path / "link"
    link.symlink_to(folder)
    said = rf"can't be used \(its name is not UTF-8\); name another with --{name}"
    for place in (folder, link):
        with pytest.raises(SettingsError, match=said):
            load(**{name: place})


def test_a_setting_that_is_not_utf_8_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is named, wherever it comes from."""
    monkeypatch.setenv("DATELINE_MODEL", "caf\udce9")
    with pytest.raises(SettingsError, match="the setting 'model' is not UTF-8"):
        load()
    monkeypatch.delenv("DATELINE_MODEL")
    with pytest.raises(SettingsError, match="the setting 'archive' is not UTF-8"):
        load(archive=Path("/nowhere/caf\udce9"))


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("https://archive.example.org", "https://archive.example.org"),
        ("HTTPS://Archive.Example.org//", "https://archive.example.org"),
        ("http://127.0.0.1:8321/", "http://127.0.0.1:8321"),
        ("https://[2001:db8::1]:443", "https://[2001:db8::1]:443"),
    ],
)
def test_a_public_address_is_kept_as_links_begin_with_it(typed: str, kept: str) -> None:
    """Scheme and host without case, and no slash at the end."""
    assert load(public_url=typed).public_url == kept


@pytest.mark.parametrize(
    "typed",
    [
        *("", "archive.example.org", "ftp://archive.example.org", "https://", "https://:80", "javascript:alert(1)"),
        *("https://a.example/path", "https://a.example?q=1", "https://a.example#top", "https://me@a.example"),
        *("https://me:pw@a.example", "https://a.example:99999", "https://a.example:0", "https://[::1", "https://a b"),
        *("https://a.example\n", "https://a.example/)", "https://bücher.example", "https://a.example\\b", "https:///p"),
        f"https://{'a' * 200}.example",
    ],
)
def test_what_links_can_not_begin_with_is_no_public_address(typed: str) -> None:
    """One line names the setting and says how to write it."""
    with pytest.raises(SettingsError, match=r"^the setting 'public_url' is .*: write https:// \(or http://\)") as told:
        load(public_url=typed)
    assert str(told.value).count("\n") == 0


def test_fields_are_named_one_by_one_or_in_a_list(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """In the file of settings and in the environment, where a list is one of JSON."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "dateline.toml").write_text('text_field = ["lead", "body"]\nshown_fields = ["author"]\n', "utf-8")
    assert (load().text_field, load().shown_fields) == (("lead", "body"), ("author",))
    monkeypatch.setenv("DATELINE_TEXT_FIELD", "story.text")
    assert load().text_field == "story.text"
    monkeypatch.setenv("DATELINE_SHOWN_FIELDS", '["by", "url"]')
    assert load().shown_fields == ("by", "url")


def test_a_current_folder_that_is_gone_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Folders named from there can't be found; those named in full can."""
    gone = tmp_path / "gone"
    gone.mkdir()
    monkeypatch.chdir(gone)
    gone.rmdir()
    with pytest.raises(SettingsError, match="the current folder is gone"):
        load(archive=tmp_path)
    assert load(archive=tmp_path, data=tmp_path / "data").archive == tmp_path


@pytest.mark.parametrize("name", ["dateline.toml", ".env"])
def test_a_settings_file_that_can_not_be_read_is_not_passed_over(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A folder in its place, a loop of links and other bytes are each said."""
    monkeypatch.chdir(tmp_path)
    file = tmp_path / name
    file.mkdir()
    with pytest.raises(SettingsError, match=rf"{name} is a folder"):
        load()
    file.rmdir()
    file.symlink_to(name)
    with pytest.raises(SettingsError, match=rf"{name} can't be read \(too many"):
        load()
    file.unlink()
    file.write_bytes(bytes(range(256)))
    with pytest.raises(SettingsError, match="can't be read"):
        load()


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_settings_file_of_another_user_is_not_passed_over(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What may not be read could say anything."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / ".env").touch(mode=0)
    with pytest.raises(SettingsError, match=r"\.env can't be read \(permission denied\)"):
        load()
