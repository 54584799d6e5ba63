"""The words that papers on sparse autoencoders use beyond what is worked in the lessons."""

from __future__ import annotations

from app.core.extras import DefinedTerm

PAPER_TERMS = (
    DefinedTerm(
        "ablation",
        "Switching a feature off to see what is lost. In papers the changed reconstruction is put back "
        "into the language model, and one watches what it then writes; here only `X_hat` changes.",
        ("ablation", "ablations", "ablated"),
    ),
    DefinedTerm(
        "Adam",
        "A kind of gradient descent in which every weight has a step size of its own, taken from the "
        "gradients that it has had so far. The published trainers of OpenAI's sparse_autoencoder and of "
        "dictionary_learning use it.",
        ("Adam",),
    ),
    DefinedTerm(
        "article",
        "S. Dey, “Deep Dive into Anthropic's Sparse Autoencoders by Hand”. The lessons follow its "
        "steps, with numbers of their own.",
        ("the article",),
    ),
    DefinedTerm(
        "explained variance",
        "1 minus the squared error divided by the squared distances of the tokens from their mean: 1 for "
        "a perfect reconstruction, 0 for one that gives the mean for every token.",
        ("explained variance",),
    ),
    DefinedTerm(
        "feature absorption",
        "Where one feature should be active but is not, since a more special one has taken over its "
        "part: a feature for mountains, silent for the one mountain that has a feature to itself. "
        "Reported by Chanin and others, “A is for Absorption”.",
        ("feature absorption",),
    ),
    DefinedTerm(
        "feature splitting",
        "With more features, one for something general often becomes several for finer kinds of it: "
        "mountains, say, into volcanoes and ranges. “Towards Monosemanticity” describes it.",
        ("feature splitting",),
    ),
    DefinedTerm(
        "Gated SAE",
        "A sparse autoencoder that decides in one place whether a feature is active, and in another how "
        "strongly; only the first is charged for, and so shrinkage is avoided. The name is from “Improving "
        "Dictionary Learning with Gated Sparse Autoencoders” (Rajamanoharan and others). JumpReLU and TopK "
        "avoid it in other ways.",
        ("Gated SAE", "Gated SAEs"),
    ),
    DefinedTerm(
        "JumpReLU",
        "A ReLU with a threshold, learnt for each feature: what is above passes unchanged, all else "
        "becomes 0. SAEs with it are those of “Jumping Ahead” (Rajamanoharan and others).",
        ("JumpReLU",),
    ),
    DefinedTerm(
        "L0",
        "How many numbers are not 0. For an SAE it is given per token, as a mean over many: how many "
        "features are active for a token.",
        ("L0",),
    ),
    DefinedTerm(
        "overfitting",
        "Fitting the examples that one has so closely that others fare worse. To do well on examples not "
        "seen before is to generalise.",
        ("overfitting", "generalise"),
    ),
    DefinedTerm(
        "shrinkage",
        "L1 makes the features that stay active too small, since a smaller one costs less. With a given "
        "decoder column, what is missing does not depend on how strong the feature is.",
        ("shrinkage",),
    ),
    DefinedTerm(
        "steering",
        "Forcing a feature to a strength of one's own choice. In papers the language model goes on with "
        "the changed reconstruction, and its text changes; here only `X_hat` does.",
        ("steering",),
    ),
    DefinedTerm(
        "superposition",
        "The idea that a model keeps more features than it has dimensions, as directions that are not "
        "quite at right angles, so that every dimension has a part in several. The name is from “Toy "
        "Models of Superposition” (Elhage and others).",
        ("superposition",),
    ),
    DefinedTerm(
        "TopK",
        "Keeping the few largest scores of each token and turning all else into 0, so that L0 is chosen "
        "beforehand and nothing need be charged for. SAEs with it are those of “Scaling and evaluating "
        "sparse autoencoders” (Gao and others).",
        ("TopK",),
    ),
)
