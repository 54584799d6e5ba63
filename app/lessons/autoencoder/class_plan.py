"""Forty-five minutes with a class: a line a stop, its page, the minutes, what is asked or said there."""

CLASS_PLAN = """\
 | 4 | Tell: four numbers go in, two are left in the middle, four come out
2?cell=Z1,1,1&reveal=cells&ask=1 | 5 | Ask the cell: one row of weights meets one example. Let them vote twice
2?cell=Z1,2,2&reveal=cells&ask=1 | 4 | Ask up, down or 0: will ReLU let this one through?
3?cell=Z2,1,1&reveal=cells&ask=1 | 6 | Ask its row, a cell each: the first number of every code, before ReLU
5?cell=Y,1,1&reveal=cells&ask=1 | 5 | Ask its column: what comes back of the first example?
6?cell=E,1,1&reveal=cells&ask=1 | 5 | Ask its row, a cell each: how wrong is every first number?
10?cell=dW1,1,2&reveal=cells&ask=1 | 6 | Ask up, down or 0: which way is the loss uphill in this weight?
11?cell=W1_new,1,2&reveal=cells&ask=1 | 4 | Ask the cell: the same weight, one step downhill
training | 6 | Talk: what do a hundred such steps do to the loss?
"""
