"""The experiments of the lesson `sparse-autoencoder`: addresses, with a sentence before and a sentence after.

Numbers in the words are placeholders, filled in from the address that a look goes to or, with @k, from that
of the k-th look: {SSE[1,1]}, {SSE[1,1]@1}; {f:active} counts the cells above 0, {f:silent} names the features
that are active for no token. The few that are typed are held by tests.
"""

from app.core.extras import Experiment
from app.lessons.sparse_autoencoder.experiments import meaning, signs, sparsity

EXPERIMENTS: tuple[Experiment, ...] = (
    signs.MIXED_SIGNS,
    sparsity.NORM_CHEAT,
    sparsity.DEAD_FEATURE,
    signs.TUG_OF_WAR,
    signs.ETA_TOO_LARGE,
    sparsity.SHRINKAGE,
    sparsity.LAMBDA,
    meaning.MEANINGLESS,
    meaning.BIAS_FIRST,
)
