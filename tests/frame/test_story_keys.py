"""The key file of stories: what is written comes back, it is its owner's alone, a crash leaves old or new."""

from __future__ import annotations

import json
import os
import stat
from datetime import date, timedelta
from functools import partial
from typing import TYPE_CHECKING, Any

import pytest

from bot.services.passphrases import set_passphrase, unlock_review
from bot.services.receipts import CHEAP
from bot.services.story_keys import StoryKeys, add_review, new_keys, rotate
from bot.story_keys import (
    NAME,
    change_story_keys,
    make_story_keys,
    read_story_keys,
    story_keys_problem,
    write_story_keys,
)

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

TODAY = date(2026, 11, 24)
WORDS = "three kettles on a Tuesday"


def read(folder: Path) -> StoryKeys:
    keys = read_story_keys(folder)
    assert keys is not None
    return keys


def spoil(folder: Path, change: Callable[[dict[str, Any]], object]) -> None:
    written = json.loads((folder / NAME).read_text(encoding="utf-8"))
    change(written)
    (folder / NAME).write_text(json.dumps(written), encoding="utf-8")


class TestMade:
    def test_it_is_made_once_for_its_owner_alone_and_nothing_is_wrong_with_it(self, tmp_path: Path) -> None:
        assert story_keys_problem(tmp_path) == "missing"
        assert read_story_keys(tmp_path) is None
        assert make_story_keys(tmp_path)
        before = (tmp_path / NAME).read_bytes()
        assert not make_story_keys(tmp_path)
        assert (tmp_path / NAME).read_bytes() == before
        assert stat.S_IMODE((tmp_path / NAME).stat().st_mode) == 0o600 or os.name != "posix"
        assert story_keys_problem(tmp_path) is None
        assert [each.name for each in tmp_path.iterdir()] == [NAME]

    def test_two_have_no_key_in_common(self, tmp_path: Path) -> None:
        secrets = []
        for name in ("a", "b"):
            (tmp_path / name).mkdir()
            make_story_keys(tmp_path / name)
            keys = read(tmp_path / name)
            secrets += [keys.approval, keys.holds[0].key, keys.review[0].private, keys.publication.private]
        assert len(set(secrets)) == 8

    def test_one_that_is_broken_is_not_written_over(self, tmp_path: Path) -> None:
        (tmp_path / NAME).write_text("{", encoding="utf-8")
        assert not make_story_keys(tmp_path)
        assert (tmp_path / NAME).read_text(encoding="utf-8") == "{"

    def test_where_it_cannot_be_written_that_is_raised(self, tmp_path: Path) -> None:
        with pytest.raises(OSError, match="gone"):
            make_story_keys(tmp_path / "gone")


class TestWritten:
    def test_whatever_is_written_comes_back(self, tmp_path: Path) -> None:
        keys = new_keys()
        for change in (
            lambda keys: keys,
            partial(rotate, today=TODAY),
            partial(rotate, today=TODAY + timedelta(days=90)),
            add_review,
            partial(set_passphrase, passphrase=WORDS, cost=CHEAP),
        ):
            keys = change(keys)
            write_story_keys(tmp_path, keys)
            assert read(tmp_path) == keys
        assert len(unlock_review(read(tmp_path), WORDS)) == 3

    def test_a_change_is_kept_and_none_writes_nothing(self, tmp_path: Path) -> None:
        make_story_keys(tmp_path)
        changed = change_story_keys(tmp_path, partial(rotate, today=TODAY))
        assert changed == read(tmp_path)
        before = (tmp_path / NAME).stat().st_ino, (tmp_path / NAME).stat().st_mtime_ns
        assert change_story_keys(tmp_path, partial(rotate, today=TODAY)) == changed
        assert ((tmp_path / NAME).stat().st_ino, (tmp_path / NAME).stat().st_mtime_ns) == before

    def test_without_a_file_there_is_nothing_to_change(self, tmp_path: Path) -> None:
        assert change_story_keys(tmp_path, add_review) is None
        assert list(tmp_path.iterdir()) == []

    def test_a_key_that_is_dropped_is_in_no_file_any_more(self, tmp_path: Path) -> None:
        make_story_keys(tmp_path)
        dropped = read(tmp_path).holds[0].key.hex()
        for days in (0, 90, 140):
            assert dropped in (tmp_path / NAME).read_text(encoding="utf-8")
            change_story_keys(tmp_path, partial(rotate, today=TODAY + timedelta(days=days)))
        assert [dropped in each.read_text(encoding="utf-8") for each in tmp_path.iterdir()] == [False]

    def test_one_that_fails_halfway_leaves_what_was_there(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        make_story_keys(tmp_path)
        before = read(tmp_path)

        def full(_: int) -> None:
            raise OSError("no space left")

        monkeypatch.setattr(os, "fsync", full)
        with pytest.raises(OSError, match="no space"):
            write_story_keys(tmp_path, new_keys())
        assert read(tmp_path) == before
        assert [each.name for each in tmp_path.iterdir()] == [NAME]

    def test_what_a_killed_process_left_beside_it_is_cleared_away(self, tmp_path: Path) -> None:
        left = tmp_path / f"{NAME}.new"
        left.write_text("half a k", encoding="utf-8")
        left.chmod(0o644)
        assert make_story_keys(tmp_path)
        assert [each.name for each in tmp_path.iterdir()] == [NAME]
        assert story_keys_problem(tmp_path) is None

    def test_a_link_to_a_safer_place_stays_one(self, tmp_path: Path) -> None:
        (tmp_path / "safe").mkdir()
        (tmp_path / NAME).symlink_to(tmp_path / "safe" / "of-stories")
        assert make_story_keys(tmp_path)
        change_story_keys(tmp_path, add_review)
        assert (tmp_path / NAME).is_symlink()
        assert len(read(tmp_path).review) == 2
        assert [each.name for each in (tmp_path / "safe").iterdir()] == ["of-stories"]


class TestProblems:
    @pytest.mark.skipif(os.name != "posix", reason="the system keeps no modes")
    @pytest.mark.parametrize("mode", [0o640, 0o604, 0o660])
    def test_one_that_others_may_read_is_open_and_can_still_be_used(self, tmp_path: Path, mode: int) -> None:
        make_story_keys(tmp_path)
        (tmp_path / NAME).chmod(mode)
        assert story_keys_problem(tmp_path) == "open"
        assert read(tmp_path)

    @pytest.mark.parametrize("content", [b"", b"{", b"[]", b"7", b"null", b"{}", b"\xff\xfe", b"[" * 100])
    def test_what_is_no_key_file_is_broken(self, tmp_path: Path, content: bytes) -> None:
        (tmp_path / NAME).write_bytes(content)
        assert story_keys_problem(tmp_path) == "broken"
        assert read_story_keys(tmp_path) is None

    def test_a_folder_of_that_name_is_no_file(self, tmp_path: Path) -> None:
        (tmp_path / NAME).mkdir()
        assert (story_keys_problem(tmp_path), read_story_keys(tmp_path)) == ("missing", None)

    @pytest.mark.parametrize(
        "change",
        [
            lambda written: written.update(version=2),
            lambda written: written.pop("lock"),
            lambda written: written.update(lock={"salt": "00" * 16, "passes": 1, "memory": 8192}),
            lambda written: written.update(lock={"salt": "00", "passes": 1, "memory": 8192}),
            lambda written: written.update(lock=[1]),
            lambda written: written.update(approval="00" * 31),
            lambda written: written.update(approval="kettle"),
            lambda written: written.update(approval=None),
            lambda written: written.update(review=[]),
            lambda written: written.update(review=written["review"] * 2),
            lambda written: written.update(holds=[]),
            lambda written: written["holds"][0].update(made_on="yesterday"),
            lambda written: written["holds"][0].update(number=0),
            lambda written: written["holds"][0].update(number=True),
            lambda written: written["publication"].pop("public"),
        ],
    )
    def test_one_that_was_never_written_so_is_broken(
        self, tmp_path: Path, change: Callable[[dict[str, Any]], object]
    ) -> None:
        make_story_keys(tmp_path)
        spoil(tmp_path, change)
        assert story_keys_problem(tmp_path) == "broken"
        assert read_story_keys(tmp_path) is None
