"""Inputs for the fuzzer: bodies of the corpus, bent by chance and by what breaks parsers, always alike."""

from __future__ import annotations

import random
from collections.abc import Iterator

from tests.wire import feeds, pages, refusals
from tests.wire.listings import LISTINGS, posts

LONGEST_SEED = 12_000
TOKENS = (
    *(b"<", b">", b"&", b"]]>", b"<![CDATA[", b"<!--", b"-->", b"&#0;", b"&#xD800;", b"&#x110000;", b"\x00"),
    *(
        b"\xff\xfe",
        b"\xc3\x28",
        b"\xed\xa0\x80",
        b"\xf4\x90\x80\x80",
        b"\xef\xbb\xbf",
        b"\x1f\x8b",
        b"{",
        b"}",
    ),
    *(b"[", b"]", b'"', b"'", b"\\u0000", b"\\ud800", b"1e999", b"-1", b"9" * 400, b"null", b"true", b"NaN"),
    *(
        b"<a href=",
        b"<a href='//[::1'>",
        b"<base href='http://[/'>",
        b"<time datetime='99999-99-99'>",
        b"<li>",
    ),
    *(
        b"</ul>",
        b"<table><tr>",
        b"<form>",
        b"<select>",
        b"<svg><a>",
        b"<math>",
        b"<template>",
        b"<plaintext>",
    ),
    *(
        b"<script>",
        b"<style>",
        b"<title>",
        b"xmlns:x='y'",
        b"encoding='utf-7'",
        b"encoding='idna'",
        b"charset=hex",
    ),
    *(
        b"charset=utf-16",
        b"<?xml version='1.0' encoding='rot13'?>",
        b"<!DOCTYPE x [<!ENTITY a '&b;'>]>",
        b"&a;",
    ),
    *(b"31.02.2020", b"0000-00-00", b"9999-12-31T23:59:59Z", b"10/10/10", b"29 February 2021", b"24:60:60"),
    *("۱۳۹۹/۱۳/۴۰".encode(), "٣١ فبراير ٢٠٢٠".encode(), "30 กุมภาพันธ์ 9999".encode(), "²⁰²⁰-①-①".encode()),
    *(
        b"data-post='a/99999999999999999999'",
        b"data-post='a/\xc2\xb2'",
        b"class='",
        b"tgme_widget_message_reply",
    ),
)


def seeds() -> list[bytes]:
    """The shorter bodies of the corpus and the ten listings."""
    bodies = [case.body for case in (*feeds.CASES, *pages.CASES, *refusals.CASES)]
    bodies += [build(posts(6)).encode() for build in LISTINGS.values()]
    return [body for body in bodies if 0 < len(body) < LONGEST_SEED]


def mutants(count: int, seed: int) -> Iterator[bytes]:
    """That many bodies, each bent one to six times."""
    chance = random.Random(seed)
    known = seeds()
    for _ in range(count):
        body = chance.choice(known)
        for _ in range(chance.randint(1, 6)):
            body = _bend(body, chance, known)
        yield body[: 4 * LONGEST_SEED]


def _bend(body: bytes, chance: random.Random, known: list[bytes]) -> bytes:
    at, other = sorted((chance.randrange(len(body) + 1), chance.randrange(len(body) + 1)))
    way = chance.randrange(7)
    if way == 0:
        return body[:at] + chance.choice(TOKENS) + body[at:]
    if way == 1:
        return body[:at] + body[other:]
    if way == 2:
        return body[:at] + body[at:other] * chance.randint(2, 4) + body[other:]
    if way == 3:
        return body[:at] + chance.randbytes(chance.randint(1, 8)) + body[other:][8:]
    if way == 4:
        return body[:at] + chance.choice(known)[-2_000:]
    if way == 5:
        return body[:at] + chance.choice(TOKENS) * chance.randint(2, 300) + body[at:]
    return body[:other]
