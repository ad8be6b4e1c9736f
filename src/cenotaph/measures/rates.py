"""The measures: how often, and how large a part. Every one counts a sentence once per target."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from cenotaph.inference.quantiles import Floats
from cenotaph.measures.coders import in_a_list
from cenotaph.measures.ratios import Material, Ratio, material, units_of
from cenotaph.measures.registry import measure

__all__ = ["absence_share", "document_share", "mention_rate", "own_voice", "statement_rate"]

_PER_THOUSAND = "per 1,000 sentences"
_RATE_MINIMUM = "Null where a group has no sentences to count in; an interval needs five documents with text."
_NAMED_MINIMUM = "Null where it is known of no document; an interval needs five documents of which it is known."
_SHARE_MINIMUM = "Null where a group holds no statement of this act; an interval needs five documents that hold one."
_ALL = ("documents", "mentions", "statements", "absences", "targets")


@measure(
    unit=_PER_THOUSAND,
    needs=("documents", "mentions", "targets"),
    counts=("mentions",),
    high=1000,
    minimum=_RATE_MINIMUM,
)
def mention_rate(documents: pa.Table, mentions: pa.Table, targets: pa.Table, by: Sequence[str]) -> pa.Table:
    """Sentences that name a target, per thousand sentences spoken.

    A sentence counts once per target, however often it names it, in a list of guests too. Without `target` in `by`, a
    sentence counts once if it names any target. Only documents with text count, in languages in which the codebook can
    name the target; reprints of a text count once. Only codings that point at a sentence count: where a person coded a
    whole document, the sentences that the rules found in it stand, unless the person says that the target is absent.

    Value: 0 to 1,000; null, never 0, where a group has no sentences.
    Reads as: 5 means that five sentences in every thousand name the target.
    Not for: comparing genres; an address and a press conference differ in what they are for.
    Source: ratio of totals over documents, Cochran 1977, Sampling Techniques, 3rd ed., section 6.4.

    Args: `documents` with the column `n_sentences`; `mentions`; `targets` (`target_table`); `by`, names of `BY`.
    Returns: the `by` columns, then `ROWS`; n counts documents, numerator and denominator sentences.
    """
    return _rate(documents, mentions, targets, by)


@measure(unit=_PER_THOUSAND, needs=("documents", "statements", "targets"), high=1000, minimum=_RATE_MINIMUM)
def statement_rate(documents: pa.Table, statements: pa.Table, targets: pa.Table, by: Sequence[str]) -> pa.Table:
    """Sentences in which the speaker does anything to a target (credits, thanks, blames ...), per thousand sentences.

    A sentence counts once per target, however many acts it holds. What another target is reported to say does not
    count. Only documents with text count, in languages in which the codebook can name the target; reprints of a text
    count once. Which codings count: as mention_rate.

    Value: 0 to 1,000; null, never 0, where a group has no sentences.
    Reads as: 5 means five sentences in every thousand that treat the target in some way.
    Not for: telling praise from blame; see the rates and shares of each act.
    Source: as mention_rate.
    """
    return _rate(documents, own_voice(statements, documents, targets), targets, by)


@measure(unit="share of documents", needs=_ALL, counts=("mentions", "statements"), high=1, minimum=_NAMED_MINIMUM)
def document_share(
    documents: pa.Table,
    mentions: pa.Table,
    statements: pa.Table,
    absences: pa.Table,
    targets: pa.Table,
    by: Sequence[str],
) -> pa.Table:
    """Documents that name a target, as a share of the documents of which it is known whether they do.

    A document with text is known for every target that the codebook can name in its language; a document without text
    only for targets that a coder found or looked for. To stand in a list of guests only is not to be named. Without
    `target` in `by`: documents with text that name any.

    Value: 0 to 1; null, never 0, where it is known of no document.
    Reads as: 0.4 means that four documents in ten name the target.
    Not for: how much is said; one name in a long speech counts like a speech about it.
    Source: Wilson 1927, JASA 22:209-212, over documents taken as independent.
    """
    return _named(documents, mentions, statements, absences, targets, by).table(
        unit="share of documents", independent=True
    )


@measure(unit="share of documents", needs=_ALL, counts=("absences",), high=1, minimum=_NAMED_MINIMUM)
def absence_share(
    documents: pa.Table,
    mentions: pa.Table,
    statements: pa.Table,
    absences: pa.Table,
    targets: pa.Table,
    by: Sequence[str],
) -> pa.Table:
    """Documents that do not name a target, as a share of the documents of which it is known whether they do.

    The counting rule is that of document_share, of which it is what is left to 1.

    Value: 0 to 1; null, never 1, where it is known of no document.
    Reads as: 0.9 means that nine documents in ten leave the target out.
    Not for: calling it an omission; that needs a reference class that says the naming was to be expected.
    Source: as document_share.
    """
    ratio = _named(documents, mentions, statements, absences, targets, by)
    ratio.y = ratio.x - ratio.y
    return ratio.table(unit="share of documents", independent=True)


def _act_rate(act: str, doing: str) -> None:
    """Register the rate of one act."""

    def rate(documents: pa.Table, statements: pa.Table, targets: pa.Table, by: Sequence[str]) -> pa.Table:
        return _rate(documents, _of_act(own_voice(statements, documents, targets), act), targets, by)

    rate.__doc__ = f"""Sentences in which the speaker {doing} a target, per thousand sentences spoken.

    A sentence counts once per target, however many cues it holds (act `{act}`). What another target is reported to say
    does not count. Only documents with text count, in languages in which the codebook can name the target; reprints of
    a text count once. Which codings count: as mention_rate.

    Value: 0 to 1,000; null, never 0, where a group has no sentences.
    Reads as: 5 means five such sentences in every thousand.
    Not for: comparing genres; a parade address and a press conference differ in what they are for.
    Source: as mention_rate.
    """
    needs = ("documents", "statements", "targets")
    measure(unit=_PER_THOUSAND, needs=needs, high=1000, act=act, minimum=_RATE_MINIMUM, name=f"{act}_rate")(rate)


def _act_share(act: str, noun: str, going: str) -> None:
    """Register the share of one act's statements that go to each target."""
    unit = f"share of {noun}"

    def share(documents: pa.Table, statements: pa.Table, targets: pa.Table, by: Sequence[str]) -> pa.Table:
        done = _of_act(own_voice(statements, documents, targets), act)
        units = units_of(done, apart=True)
        of = material(documents, targets, by, without_text=True)
        return Ratio(of, _per_document(of, units), units).table(unit=unit)

    share.__doc__ = f"""The share of all {noun} that {going} each target.

    A sentence counts once for each target that it names so (act `{act}`); a coding without text counts once. What
    another target is reported to say does not count. Reprints of a text count once.

    Value: 0 to 1, over all targets 1; null, never 0, where a group holds none of these statements.
    Reads as: 0.25 means a quarter of the {noun}.
    Not for: rise and fall by itself; the share of one target rises when another loses, so read `{act}_rate` beside it
    where there is one, and the numerators.
    Source: ratio of totals over documents, Cochran 1977, Sampling Techniques, 3rd ed., section 6.4.
    """
    needs = ("documents", "statements", "targets")
    register = measure(
        unit=unit,
        needs=needs,
        high=1,
        requires=("target",),
        act=act,
        minimum=_SHARE_MINIMUM,
        name=f"{act}_share",
    )
    register(share)


for _act, _doing in (("credit", "credits"), ("thank", "thanks"), ("honour", "honours"), ("blame", "blames")):
    _act_rate(_act, _doing)

for _act, _noun, _going in (
    ("credit", "credits", "go to"),
    ("thank", "thanks", "go to"),
    ("honour", "honours", "go to"),
    ("victim", "victims named", "are"),
    ("bond", "bonds", "are with"),
    ("blame", "blame", "falls on"),
    ("distort", "charges of distortion", "fall on"),
    ("warn", "warnings", "go to"),
):
    _act_share(_act, _noun, _going)


def own_voice(statements: pa.Table, documents: pa.Table, targets: pa.Table) -> pa.Table:
    """The statements in the document's own voice: all but those whose holder is a target other than its actor."""
    place = pc.index_in(statements["document_id"], value_set=documents["document_id"].combine_chunks())
    actor = pc.take(documents["actor"].combine_chunks(), place)
    other = pc.and_(
        pc.is_in(statements["holder"], value_set=targets["target"].combine_chunks()),
        pc.fill_null(pc.not_equal(statements["holder"], actor), False),
    )
    return statements.filter(pc.invert(other))


def _of_act(statements: pa.Table, act: str) -> pa.Table:
    return statements.filter(pc.equal(statements["act"], act))


def _rate(documents: pa.Table, codings: pa.Table, targets: pa.Table, by: Sequence[str]) -> pa.Table:
    units = units_of(codings.filter(pc.is_valid(codings["passage_id"])), apart="target" in by)
    of = material(documents, targets, by, without_text=False)
    place = pc.index_in(of.document_ids, value_set=documents["document_id"].combine_chunks())
    sentences = np.asarray(pc.fill_null(pc.take(documents["n_sentences"].combine_chunks(), place), 0), dtype=np.float64)
    return Ratio(of, sentences, units).table(unit=_PER_THOUSAND, scale=1000)


def _per_document(of: Material, units: pa.Table) -> Floats:
    place = of.documents_of(units)
    count = np.asarray(units["n"], dtype=np.float64)
    return np.bincount(place[place >= 0], count[place >= 0], minlength=len(of.document_ids)).astype(np.float64)


def _named(
    documents: pa.Table,
    mentions: pa.Table,
    statements: pa.Table,
    absences: pa.Table,
    targets: pa.Table,
    by: Sequence[str],
) -> Ratio:
    mentions = mentions.filter(pc.invert(in_a_list(mentions)))
    named = _pairs([mentions, statements])
    known = _pairs([mentions, statements, absences])
    apart = "target" in by
    of = material(documents, targets, by, without_text=True)
    read = documents.filter(pc.greater(pc.fill_null(documents["n_characters"], 0), 0))["document_id"].combine_chunks()
    ratio = Ratio(
        of, np.asarray(pc.is_in(of.document_ids, value_set=read), dtype=np.float64), _once(named, apart=apart)
    )
    if apart:
        ratio.add_known(
            *(pairs.filter(pc.invert(pc.is_in(pairs["document_id"], value_set=read))) for pairs in (known, named))
        )
    return ratio


def _pairs(tables: Sequence[pa.Table]) -> pa.Table:
    pairs = pa.concat_tables([table.select(["document_id", "target"]) for table in tables])
    return pairs.group_by(["document_id", "target"]).aggregate([])


def _once(pairs: pa.Table, *, apart: bool) -> pa.Table:
    keys = ["document_id", "target"] if apart else ["document_id"]
    distinct = pairs.select(keys).group_by(keys).aggregate([])
    return distinct.append_column("n", pa.array([1] * distinct.num_rows, pa.int64()))
