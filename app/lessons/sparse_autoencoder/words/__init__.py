"""The words of the lesson's steps: a file for the model, for its losses and for the way back.

`reason`, `recap` and `note` hold for any numbers; where a note quotes figures it says whose they are.
`example` tells results, its own step's and sometimes later ones: it is shown only while the numbers are the
preset's, and not while a class is being asked or practising. Each file ends with the figures typed in it.
"""

from app.core.lesson import Words
from app.lessons.sparse_autoencoder.words import backward, losses, model

STEPS: dict[str, Words] = {**model.STEPS, **losses.STEPS, **backward.STEPS}
