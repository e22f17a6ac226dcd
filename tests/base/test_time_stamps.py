"""Time stamps from outside: asked for after the fact, kept, and checked again without asking anybody."""

import subprocess
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import DatabaseError, transaction

from lantoa.base import actions, outgoing, queries, time_stamps
from lantoa.base.models import TimeStamp
from lantoa.base.queries import CheckedStamps
from lantoa.base.rfc3161 import Rfc3161
from lantoa.base.time_stamps import NotStamped, Stamp, TimeStamper
from tests.write_guard import raw_writes

NOW = datetime(2026, 11, 22, 3, tzinfo=UTC)
ONE, TWO = "1" * 64, "2" * 64
_CONFIG = """
[req]
distinguished_name = name
[name]
[ca]
basicConstraints = critical, CA:TRUE
keyUsage = critical, keyCertSign
[tsa]
extendedKeyUsage = critical, timeStamping
[tsa_config]
serial = serial
crypto_device = builtin
signer_digest = sha256
default_policy = 1.2.3.4
digests = sha256
ess_cert_id_alg = sha256
"""


class InMemory(TimeStamper):
    """Stamps everything unless it is told to be away."""

    def __init__(self) -> None:
        self.is_away = False
        self.asked: list[str] = []

    def stamp(self, digest: str) -> Stamp:
        self.asked.append(digest)
        if self.is_away:
            raise NotStamped("nobody answers")
        return Stamp(digest.encode(), NOW)

    def check(self, token: bytes, digest: str) -> datetime:
        if token != digest.encode():
            raise NotStamped("another digest")
        return NOW


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the keys of an authority, made by openssl; `root.pem` is its certificate."""
    folder = tmp_path_factory.mktemp("authority")
    (folder / "config").write_text(_CONFIG)
    (folder / "serial").write_text("01")
    for name, subject in (("root", "/CN=Root"), ("other", "/CN=Other root")):
        _openssl(folder, f"req -x509 -config config -extensions ca -newkey rsa:2048 -nodes -keyout {name}.key "
                         f"-out {name}.pem -days 30 -subj", subject)  # fmt: skip
    _openssl(folder, "req -config config -newkey rsa:2048 -nodes -keyout tsa.key -out tsa.csr -subj", "/CN=Stamper")
    _openssl(folder, "x509 -req -in tsa.csr -CA root.pem -CAkey root.key -CAcreateserial -extfile config "
                     "-extensions tsa -days 30 -out tsa.pem")  # fmt: skip
    return folder


def _openssl(folder: Path, words: str, *more: str) -> None:
    subprocess.run(["openssl", *words.split(), *more], cwd=folder, check=True, capture_output=True)


@pytest.fixture
def stamper(authority: Path, monkeypatch: pytest.MonkeyPatch) -> Rfc3161:
    """The real adapter; what it sends is answered by openssl instead of by somebody outside."""

    def answer(url: str, body: bytes, *, media_type: str, most_bytes: int) -> bytes:
        assert (url, media_type) == ("https://tsa.example/", "application/timestamp-query")
        (authority / "query").write_bytes(body)
        _openssl(authority, "ts -reply -config config -section tsa_config -queryfile query -signer tsa.pem "
                            "-inkey tsa.key -out answer")  # fmt: skip
        return (authority / "answer").read_bytes()

    monkeypatch.setattr(outgoing, "post", answer)
    return Rfc3161("https://tsa.example/", authority / "root.pem")


def test_a_digest_is_stamped_and_its_token_checked_without_asking_anybody(
    stamper: Rfc3161, monkeypatch: pytest.MonkeyPatch
) -> None:
    stamp = stamper.stamp(ONE)
    monkeypatch.setattr(outgoing, "post", None)

    assert abs(datetime.now(tz=UTC) - stamp.at) < timedelta(minutes=1)
    assert stamper.check(stamp.token, ONE) == stamp.at
    with pytest.raises(NotStamped):
        stamper.check(stamp.token, TWO)


def test_openssl_finds_the_same_in_a_token(stamper: Rfc3161, authority: Path) -> None:
    (authority / "token").write_bytes(stamper.stamp(ONE).token)
    _openssl(authority, f"ts -verify -digest {ONE} -in token -CAfile root.pem")


def test_a_token_of_somebody_else_is_none(stamper: Rfc3161, authority: Path) -> None:
    token = stamper.stamp(ONE).token
    with pytest.raises(NotStamped):
        Rfc3161("https://tsa.example/", authority / "other.pem").check(token, ONE)


def test_an_old_answer_to_another_question_is_refused(stamper: Rfc3161, monkeypatch: pytest.MonkeyPatch) -> None:
    """The nonce: who stands between could play an earlier stamp back."""
    earlier = stamper.stamp(ONE).token
    monkeypatch.setattr(outgoing, "post", lambda *_, **__: earlier)
    with pytest.raises(NotStamped, match="Nonce"):
        stamper.stamp(ONE)


@pytest.mark.parametrize("answer", [b"", b"<html>", b"\x30\x00", bytes(1000)])
def test_what_is_no_token_is_refused(answer: bytes, stamper: Rfc3161, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(outgoing, "post", lambda *_, **__: answer)
    with pytest.raises(NotStamped):
        stamper.stamp(ONE)


def test_an_authority_that_cannot_be_reached_gives_no_stamp(stamper: Rfc3161, monkeypatch: pytest.MonkeyPatch) -> None:
    def away(*_: Any, **__: Any) -> bytes:
        raise outgoing.Unreachable("tsa.example answers 503")

    monkeypatch.setattr(outgoing, "post", away)
    with pytest.raises(NotStamped, match="answers 503"):
        stamper.stamp(ONE)


def test_no_authority_is_asked_unless_one_is_named(authority: Path) -> None:
    assert time_stamps.from_settings("", "") is None
    assert time_stamps.from_settings("https://tsa.example/", str(authority / "root.pem"))


# -- the queue -------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_each_digest_is_asked_for_once_and_kept_with_its_token() -> None:
    outside = InMemory()
    actions.ask_stamps([ONE, TWO], at=NOW)
    actions.ask_stamps([ONE], at=NOW + timedelta(days=1))

    assert actions.stamp_due(outside, at=NOW) == 2
    assert actions.stamp_due(outside, at=NOW + timedelta(days=1)) == 0
    assert outside.asked == [ONE, TWO]
    assert queries.not_asked([ONE, "3" * 64]) == {"3" * 64}
    assert queries.check_stamps(outside) == CheckedStamps(good_count=2)
    assert queries.check_stamps(None) == CheckedStamps(unchecked_count=2)


@pytest.mark.django_db
def test_who_is_away_is_asked_again_after_ever_longer_pauses() -> None:
    outside = InMemory()
    outside.is_away = True
    actions.ask_stamps([ONE, TWO], at=NOW)
    tried = []
    for minutes in range(3 * 24 * 60):
        before = len(outside.asked)
        actions.stamp_due(outside, at=NOW + timedelta(minutes=minutes))
        tried += [minutes] if len(outside.asked) > before and outside.asked[-1] == ONE else []

    assert tried[:6] == [0, 2, 6, 14, 30, 62]
    assert len(tried) < 16
    row = TimeStamp.objects.get(digest=ONE)
    assert (row.is_stamped, row.failure) == (False, "nobody answers")
    assert row.try_at - NOW < timedelta(days=4)

    outside.is_away = False
    assert actions.stamp_due(outside, at=NOW + timedelta(days=5)) == 2
    assert queries.check_stamps(outside) == CheckedStamps(good_count=2)


@pytest.mark.django_db
def test_a_stamp_that_is_there_stays_as_it_is() -> None:
    actions.ask_stamps([ONE], at=NOW)
    actions.stamp_due(InMemory(), at=NOW)
    for change in (lambda: TimeStamp.objects.update(token=b"x"), lambda: TimeStamp.objects.all().delete()):
        with pytest.raises(DatabaseError), transaction.atomic(), raw_writes("the database itself refuses"):
            change()
    assert bytes(TimeStamp.objects.get().token) == ONE.encode()


@pytest.mark.django_db
def test_a_token_that_attests_something_else_is_named() -> None:
    actions.ask_stamps([ONE], at=NOW)
    with raw_writes("a token of something else"):
        TimeStamp.objects.update(is_stamped=True, token=b"other")
    assert queries.check_stamps(InMemory()).wrong == [f"{ONE}: another digest"]
