"""A receipt is read however it is typed, opens the same things each time, and costs what we say it costs."""

from __future__ import annotations

import asyncio
import subprocess
import sys
import threading

import pytest
from hypothesis import given
from hypothesis import strategies as st
from nacl.pwhash import argon2id

from bot.errors import Invalid
from bot.services import receipts
from bot.services.receipts import ALPHABET, CHEAP, SHIPPED, Cost, Receipts, derive, hkdf, new_receipt, read_receipt

SALT = bytes(range(16))
SHOWN = "7QK4-M2XD-9F3T-HB6W"
PLAIN = "7QK4M2XD9F3THB6W"


class TestNew:
    def test_ten_thousand_are_all_different_and_as_long_as_80_bits(self) -> None:
        made = {new_receipt() for _ in range(10_000)}
        assert len(made) == 10_000
        assert {len(read_receipt(receipt)) * 5 for receipt in made} == {80}
        assert set("".join(made)) == {*ALPHABET, "-"}

    def test_it_is_shown_in_four_groups_of_four(self) -> None:
        assert [len(group) for group in new_receipt().split("-")] == [4, 4, 4, 4]
        assert receipts.shown(PLAIN) == SHOWN


class TestRead:
    @pytest.mark.parametrize(
        "typed",
        [
            SHOWN,
            PLAIN,
            "7qk4-m2xd-9f3t-hb6w",
            "  7qk4 m2xd 9f3t hb6w \n",
            "7QK 4M2 XD9 F3T HB6 W",
            "7 Q K 4 M 2 X D 9 F 3 T H B 6 W",
            "7QK4\u2013M2XD\u20149F3T\u2212HB6W",
            "7QK4\u2010M2XD\u20119F3T\uff0dHB6W",
            "7QK4 - M2XD - 9F3T - HB6W",
            "7QK4.M2XD.9F3T.HB6W",
            "7QK4_M2XD, 9F3T, HB6W",
            "7QK4\nM2XD\n9F3T\nHB6W",
            "\uff17\uff31\uff2b\uff14\u30fc\uff2d\uff12\uff38\uff24\u30fc\uff19\uff26\uff13\uff34\u30fc\uff28\uff22\uff16\uff37",
            "\u200b7QK4-M2XD\u00ad-9F3T-HB6W\ufeff",
            '"7QK4-M2XD-9F3T-HB6W"',
            "\u201c7qk4-m2xd-9f3t-hb6w\u201d",
            "`7QK4-M2XD-9F3T-HB6W`",
            "**7QK4-M2XD-9F3T-HB6W**",
            "My receipt is 7qk4-m2xd-9f3t-hb6w, thank you.",
            "Receipt: 7QK4M2XD9F3THB6W.",
            "from here 7QK4-M2XD-9F3T-HB6W and then that",
            "receipt code 7qk4 m2xd 9f3t hb6w",
            "this one: 7Q\u200bK4-M2XD-9F3T\u2060-HB6W",
            "7QK4-M2XD-9F3T-HB6W\nand once more 7qk4 m2xd 9f3t hb6w",
        ],
    )
    def test_however_it_is_typed_it_is_the_same(self, typed: str) -> None:
        assert read_receipt(typed) == PLAIN

    def test_i_and_l_are_1_and_o_is_0(self) -> None:
        assert read_receipt("ilo0-IL1O-oooo-llll") == "1100" + "1110" + "0000" + "1111"
        assert read_receipt("it is ilo0-IL1O-oooo-llll") == "1100" + "1110" + "0000" + "1111"

    def test_dashes_say_more_than_digits_which_words_may_have_too(self) -> None:
        assert read_receipt("on 2ND1 7QK4-M2XD-9F3T-HBXW") == "7QK4M2XD9F3THBXW"

    @pytest.mark.parametrize(
        "typed",
        [
            "",
            " - ",
            "hello",
            "7QK4-M2XD-9F3T",
            "7QK4-M2XD-9F3T-HB6",
            "7QK4-M2XD-9F3T-HB6WX",
            "7QK4-M2XD-9F3T-HB6U",
            "u7QK4-M2XD-9F3T-HB6W",
            "7QK4-M2XD-9F3T-HB6!W5",
            "7QK4-M2XD-9F3T-HB6W or 8QK4-M2XD-9F3T-HB6W",
            "what that word then mean",
            SHOWN + " " * 600,
        ],
    )
    def test_what_is_no_receipt_or_not_just_one_is_refused_in_one_kind_way(self, typed: str) -> None:
        with pytest.raises(Invalid) as refused:
            read_receipt(typed)
        assert (refused.value.message_id, refused.value.variables) == ("stories-receipt-unclear", {})

    @given(st.text(ALPHABET, min_size=16, max_size=16), st.sampled_from(["", " ", "-", "\u2013", " - "]), st.booleans())
    def test_every_receipt_comes_back(self, receipt: str, between: str, is_small: bool) -> None:  # noqa: FBT001 drawn
        typed = between.join(receipt[start : start + 4] for start in range(0, 16, 4))
        assert read_receipt(typed.lower() if is_small else typed) == receipt
        assert read_receipt(f"So: {receipts.shown(receipt)}!") == receipt

    @given(st.text(max_size=700))
    def test_no_text_does_any_harm(self, typed: str) -> None:
        try:
            read = read_receipt(typed)
        except Invalid:
            return
        assert len(read) == 16
        assert set(read) <= set(ALPHABET)


class TestDerive:
    def test_the_same_receipt_opens_the_same_and_any_other_receipt_salt_or_cost_opens_something_else(self) -> None:
        first = derive(PLAIN, SALT, CHEAP)
        assert derive(PLAIN, SALT, CHEAP) == first
        others = [
            derive("8" + PLAIN[1:], SALT, CHEAP),
            derive(PLAIN, SALT[::-1], CHEAP),
            derive(PLAIN, SALT, Cost(2, CHEAP.memory)),
            derive(PLAIN, SALT, Cost(1, 2 * CHEAP.memory)),
        ]
        assert len({each.lookup_id for each in (first, *others)}) == 5
        assert len({each.author_secret for each in (first, *others)}) == 5

    def test_what_is_stored_says_nothing_of_what_is_not(self) -> None:
        derived = derive(PLAIN, SALT, CHEAP)
        assert (len(derived.lookup_id), len(derived.author_secret)) == (32, 32)
        assert bytes.fromhex(derived.lookup_id) != derived.author_secret[:16]

    def test_neither_is_written_where_it_is_shown_whole(self) -> None:
        assert repr(derive(PLAIN, SALT, CHEAP)) == "Derived()"

    def test_the_shipped_cost_is_used_unless_another_is_asked_for(self) -> None:
        assert Cost() == SHIPPED == Receipts().cost
        root = argon2id.kdf(32, PLAIN.encode(), SALT, opslimit=3, memlimit=64 * 1024 * 1024)
        assert derive(PLAIN, SALT).lookup_id == hkdf(root, b"kettle story lookup", 16).hex()

    def test_the_cheap_cost_is_the_least_there_is(self) -> None:
        assert (CHEAP.passes, CHEAP.memory) == (argon2id.OPSLIMIT_MIN, argon2id.MEMLIMIT_MIN)

    def test_a_salt_of_another_length_is_refused(self) -> None:
        with pytest.raises(ValueError, match="salt"):
            derive(PLAIN, b"short", CHEAP)


class TestHkdf:
    @pytest.mark.parametrize(
        ("key", "salt", "info", "made"),
        [
            (
                b"\x0b" * 22,
                bytes(range(13)),
                bytes(range(0xF0, 0xFA)),
                "3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf34007208d5b887185865",
            ),
            (
                bytes(range(0x50)),
                bytes(range(0x60, 0xB0)),
                bytes(range(0xB0, 0x100)),
                (
                    "b11e398dc80327a1c8e7f78c596a49344f012eda2d4efad8a050cc4c19afa97c59045a99cac7827271cb41c65e590e09"
                    "da3275600c2f09b8367793a9aca3db71cc30c58179ec3e87c14c01d5c1f3434f1d87"
                ),
            ),
            (
                b"\x0b" * 22,
                b"",
                b"",
                "8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d9d201395faa4b61a96c8",
            ),
        ],
    )
    def test_it_is_rfc_5869s(self, key: bytes, salt: bytes, info: bytes, made: str) -> None:
        assert hkdf(key, info, len(made) // 2, salt=salt).hex() == made


class TestInThreads:
    async def test_twenty_at_once_are_two_at_a_time_and_others_are_answered_meanwhile(self) -> None:
        asked = Receipts(Cost(3, 8 << 20))
        tasks = [asyncio.create_task(asked.derive(new_receipt(), SALT)) for _ in range(20)]
        answered = 0
        while not all(task.done() for task in tasks):
            await asyncio.sleep(0)
            answered += 1
        assert len({task.result().lookup_id for task in tasks}) == 20
        assert answered > 100
        assert sum(thread.name.startswith("receipts") for thread in threading.enumerate()) <= 2
        asked.close()

    async def test_no_more_than_two_run_at_once_even_where_who_asked_has_gone(self) -> None:
        asked, running, go_on = Receipts(CHEAP), threading.Semaphore(0), threading.Event()
        seen: list[int] = []

        def slow() -> None:
            running.release()
            seen.append(1)
            go_on.wait(10)

        tasks = [asyncio.create_task(asked.in_turn(slow)) for _ in range(5)]
        for _ in range(2):
            await asyncio.to_thread(running.acquire)
        for task in tasks:
            task.cancel()
        await asyncio.sleep(0.05)
        assert len(seen) == 2
        go_on.set()
        assert (await asked.derive(PLAIN, SALT)).lookup_id == derive(PLAIN, SALT, CHEAP).lookup_id
        assert len(seen) == 2
        asked.close()

    async def test_what_goes_wrong_there_is_told_here(self) -> None:
        asked = Receipts(CHEAP)
        with pytest.raises(ValueError, match="salt"):
            await asked.derive(PLAIN, b"")
        asked.close()


def test_a_bot_that_starts_loads_nothing_for_it() -> None:
    code = (
        "import sys, bot.services.receipts, bot.services.receipt_tries, bot.services.sealing\n"
        "import bot.services.passphrases, bot.services.story_keys, bot.story_keys\n"
        "print([name for name in sys.modules if name.split('.')[0] in {'nacl', 'argon2', 'discord'}])"
    )
    ended = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60)
    assert ended.stdout == "[]\n"


def test_a_receipt_on_a_screen_is_found_as_it_is_shown() -> None:
    receipt = receipts.new_receipt()
    assert receipts.find_shown(f"Receipt `{receipt}`") == receipt
    assert receipts.find_shown("Receipt") is None
