"""The columns of an omission."""

from __future__ import annotations

import pyarrow as pa

__all__ = ["OMISSIONS"]

_f, _i, _s, _b = pa.float64(), pa.int32(), pa.string(), pa.bool_()

_CLASS = pa.struct(
    [
        ("name", _s),
        ("label", _s),
        ("declared", _b),
        ("n", _f),
        ("n_present", _f),
        ("p_absent", _f),
        ("probability", _f),
        ("low", _f),
        ("high", _f),
        ("surprise_bits", _f),
        ("ceiling_db", _f),
        ("ceiling_low", _f),
        ("ceiling_high", _f),
        ("joint_probability", _f),
        ("joint_ceiling_db", _f),
    ]
)

_REFERENCE = pa.struct(
    [
        ("year", pa.int16()),
        ("outcome", _s),
        ("treatment", _s),
        ("source_id", _s),
        ("ids", pa.list_(_s)),
        ("confidence", pa.int8()),
        ("labels", pa.list_(_s)),
    ]
)

_STAGE = pa.struct([("stage", _s), ("n", _i), ("n_yes", _i), ("n_unknown", _i), ("low", _f), ("high", _f)])

OMISSIONS = pa.schema(
    [
        ("kind", _s),
        ("occasion", _s),
        ("occasion_name", _s),
        ("actor", _s),
        ("act", _s),
        ("target", _s),
        ("target_name", _s),
        ("companion", _s),
        ("companion_name", _s),
        ("year", pa.int16()),
        ("date", pa.date32()),
        ("outcome", _s),
        ("treatment", _s),
        ("verdict", _s),
        ("sentence", _s),
        ("p_absent", _f),
        ("probability", _f),
        ("low", _f),
        ("high", _f),
        ("covers", _s),
        ("surprise_bits", _f),
        ("ceiling_db", _f),
        ("ceiling_low", _f),
        ("ceiling_high", _f),
        ("n", _f),
        ("n_present", _f),
        ("reference_class", _s),
        ("reference_label", _s),
        ("half_life", _f),
        ("exploratory", _b),
        ("prior_a", _f),
        ("prior_b", _f),
        ("prior_series", _i),
        ("joint_years", pa.list_(pa.int16())),
        ("joint_probability", _f),
        ("joint_ceiling_db", _f),
        ("absences", _i),
        ("stop_probability", _f),
        ("stop_bayes_factor", _f),
        ("hazard", _f),
        ("change_year", pa.int16()),
        ("change_probability", _f),
        ("change_bayes_factor", _f),
        ("first_ever", _b),
        ("ever_before", _b),
        ("n_known", _i),
        ("n_due", _i),
        ("n_watched", _i),
        ("q_value", _f),
        ("q_dependent", _f),
        ("e_value", _f),
        ("alarm", _b),
        ("rank_order", pa.int8()),
        ("p_rank_at_most", _f),
        ("invited", _b),
        ("stages", pa.list_(_STAGE)),
        ("classes", pa.list_(_CLASS)),
        ("reference", pa.list_(_REFERENCE)),
        ("confidence", pa.int8()),
        ("source_id", _s),
        ("ids", pa.list_(_s)),
    ]
)
