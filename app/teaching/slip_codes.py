"""The table of slips: every code, what it means, how likely it is to be behind a wrong number, and why.

The level says how likely a number is to come from the slip, not how often the slip is made: sums go wrong
often, but in so many ways that no one number is likely. An explanation is given alone where no other of its
level fits; a level further down is far less likely. The order and the reasons are opinion, from marking by
hand; only the numbers that a slip gives are certain.
"""

from __future__ import annotations

from typing import NamedTuple

LEVELS = {1: "common", 2: "now and then", 3: "rare", 4: "by chance"}
"""What a level is called."""


class SlipCode(NamedTuple):
    """A kind of slip. clause says what went wrong, without a capital or a full stop."""

    code: str
    level: int
    clause: str
    reason: str

    @property
    def how_common(self) -> str:
        """The level in words."""
        return LEVELS[self.level]


LEFT_OUT = "Something that stands only once in the line is easily passed over, and leaves one number."
SMALL = "A small 2 above a letter is easily overlooked, and leaves one number."
RULE = "The rule itself was taken for another: one number, the same every time."
SIGN = "Minus signs are where hand work goes wrong most, but any of the products can be the one."
PLACE = "An eye slips to what stands beside, in several directions."
NAME = "Matrices that look alike stand side by side."

TABLE = (
    SlipCode("bias-left-out", 1, "the bias is missing", LEFT_OUT),
    SlipCode("function-left-out", 1, "the function around it is missing", LEFT_OUT),
    SlipCode("relu-too-early", 1, "ReLU was applied where there is none yet", RULE),
    SlipCode("root-left-out", 1, "the square root is missing", LEFT_OUT),
    SlipCode("square-left-out", 1, "the numbers were not squared", SMALL),
    SlipCode("divisor-left-out", 1, "the division is missing", LEFT_OUT),
    SlipCode("factor-left-out", 1, "the factor in front is missing", LEFT_OUT),
    SlipCode("setting-left-out", 1, "a setting is missing as a factor", LEFT_OUT),
    SlipCode("weight-left-out", 1, "a weight is missing as a factor", LEFT_OUT),
    SlipCode("gate-left-out", 1, "a matrix of yes and no is missing", LEFT_OUT),
    SlipCode(
        "sign-of-all",
        1,
        "the sign, or yes and no, is turned round",
        "The size is right, which is hardly ever chance.",
    ),
    SlipCode("reversed", 1, "the difference was taken the other way round", RULE),
    SlipCode("added-for-subtracted", 1, "something was added that is to be subtracted", RULE),
    SlipCode(
        "rounded-early",
        1,
        "numbers were rounded on the way",
        "So close to the right number there is little else.",
    ),
    SlipCode("abs-for-relu", 2, "the size was taken instead of ReLU", RULE + " ReLU is seldom read so."),
    SlipCode(
        "relu-turned-round",
        2,
        "ReLU was applied the other way round",
        "Which side of 0 is kept is a word to remember.",
    ),
    SlipCode(
        "gate-for-relu",
        2,
        "one was written for whatever is positive",
        "The gate is made of the same numbers, and is 1 there.",
    ),
    SlipCode(
        "zero-counted",
        2,
        "zero was counted as above 0",
        "Whether 0 itself is one of them is a word to remember.",
    ),
    SlipCode(
        "half-for-root",
        2,
        "half was taken instead of the square root",
        RULE + " It is rarer among those who have worked with roots.",
    ),
    SlipCode(
        "square-for-double",
        2,
        "the number was squared, not doubled",
        "Twice and squared are easily confused.",
    ),
    SlipCode(
        "double-for-square", 2, "numbers were doubled, not squared", "Twice and squared are easily confused."
    ),
    SlipCode("sizes-for-squares", 2, "sizes were added, as for L1", "L1 and L2 are taught together."),
    SlipCode("squares-for-sizes", 2, "the numbers were squared", "L1 and L2 are taught together."),
    SlipCode(
        "mean-for-sum", 2, "the mean was taken, not the sum", "Many programs take means; here all are sums."
    ),
    SlipCode("other-axis", 2, "the sum runs the other way", "Whether a sum runs across or down is a word."),
    SlipCode("transposed", 2, "rows and columns are exchanged", "Whether a matrix is turned is a sign."),
    SlipCode("swapped", 2, "two answers have changed places", "Two numbers fit at once."),
    SlipCode("sign-of-one", 2, "one sign is wrong", SIGN),
    SlipCode(
        "term-left-out", 2, "one number or product is missing", "One is skipped, but it can be any of them."
    ),
    SlipCode("other-matrix", 2, "another matrix was read", NAME),
    SlipCode("row-or-column", 3, "the row or column beside was read", PLACE),
    SlipCode("other-cell", 3, "this belongs in another cell", PLACE),
    SlipCode(
        "term-twice",
        3,
        "one number or product was counted twice",
        "It is easier to skip one than to repeat one.",
    ),
    SlipCode(
        "count-for-sum", 3, "the numbers were counted, not added", "Counting is another idea than adding."
    ),
    SlipCode("sum-for-product", 3, "factors were added, not multiplied", "Nobody means to, but the eye may."),
    SlipCode(
        "other-divisor", 3, "it was divided by something else", "There are several numbers to divide by."
    ),
    SlipCode(
        "arithmetic",
        4,
        "one product or sum is a little off",
        "Everybody miscounts, but into any number: that it is just this one is chance.",
    ),
    SlipCode(
        "carried",
        1,
        "it follows from your own earlier numbers",
        "The line, worked on the earlier answers as they were given, makes exactly this number.",
    ),
)
"""Every code; they are stable, since programs count them."""

BY_CODE = {row.code: row for row in TABLE}
LONGEST_CODE = max(len(row.code) for row in TABLE)
LONGEST_CLAUSE = max(len(row.clause) for row in TABLE)
