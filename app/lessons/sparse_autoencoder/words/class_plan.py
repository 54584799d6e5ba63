"""Forty-five minutes with a class: a line a stop, its page, the minutes, what is asked or said there."""

CLASS_PLAN = """\
 | 5 | What does dimension 1 of X mean? Collect guesses: no one answer fits
1?cell=2,3&reveal=cells&ask=1 | 5 | Ask the cell: what does feature 2 say to Fuji? Let them vote twice
1?cell=6,3&reveal=cells&ask=1 | 4 | Ask up, down or 0: will the sixth feature be active for Fuji?
2?cell=1,3&reveal=cells&ask=1 | 4 | Ask its column: what does ReLU leave of Fuji?
3?cell=1,1&reveal=cells&ask=1 | 6 | Ask its row, a cell each: rebuild the first dimension of every token
3?view=recipe | 3 | Tell: every token is a sum of its active features' columns
4?cell=1,4&reveal=cells&ask=1 | 4 | Ask the cell: how long is the fourth column?
9?cell=E,1,2&reveal=cells&ask=1 | 5 | Ask its row, a cell each: where is the reconstruction wrong?
12?cell=B,2,4&reveal=cells&ask=1 | 5 | Ask up, down or 0: would more of feature 2 make Tokyo's error larger?
balance | 4 | Talk: what does more weight on sparsity cost?
"""
