"""The experiments of the lesson `autoencoder`; see sparse_autoencoder/experiments for the placeholders."""

from app.core.extras import Experiment, Look

RAISED = "b4=2;3;2;7"
OPENED = "W4=0,-1,0;-1,2,0;1,-1,1;0,0,1"

EXPERIMENTS = (
    Experiment(
        "stranded",
        "Two targets that ReLU strands",
        "The output passes through a ReLU. Which targets can it never reach, and which does it lose by bad "
        "luck?",
        (
            Look(
                "6?cell=E,2,1",
                "A target below 0",
                "The second number of x1 should be {T[2,1]}, and the output is {Y[2,1]}. Could any weights "
                "do better?",
                "No. A ReLU gives nothing below 0, so an error of {E[2,1]} is the least that can be learnt.",
            ),
            Look(
                "6?cell=E,4,2",
                "A target above 0",
                "The fourth number of x2 should be {T[4,2]}, which a ReLU can give. The output is {Y[4,2]}. "
                "Will training mend it?",
                "The error is {E[4,2]}, and its gradient {G[4,2]}. So far all is well.",
            ),
            Look(
                "7?cell=dZ4,4,2",
                "The closed gate",
                "`Z4` was {Z4[4,2]} there. How much of that gradient gets through?",
                "{dZ4[4,2]}. The gate is {M4[4,2]}, and the request is lost.",
            ),
            Look(
                "6?updates=1000",
                "A thousand updates",
                "Where will the errors be that are left?",
                "The sum of squares is {SSE[1,1]}. The cell that should be {T[4,2]} has {Y[4,2]}, and each "
                "target of −1 costs 1.",
            ),
            Look(
                f"7?{RAISED}&cell=dZ4,4,2",
                "The gate forced open by a bias of 7",
                "Now `Z4` is {Z4[4,2]}, and `dZ4` {dZ4[4,2]}: the request gets through. Will it be met?",
                "Look along the row: the other examples ask for {dZ4[4,1]} and {dZ4[4,3]}, and the bias "
                "gets the sum.",
            ),
            Look(
                f"5?{RAISED}&updates=1",
                "One update later",
                "The row's bias was pulled down for the sake of the others. Is the gate still open?",
                "`Z4` is {Z4[4,2]}: closed again.",
            ),
            Look(
                f"6?{OPENED}",
                "A worse start",
                "Take the weight −1 out of row 4 of `W4`, and all its gates are open. The squared error is "
                "{SSE[1,1]}, and was {SSE[1,1]@1}. A bad idea?",
                "So far it looks like one. But every cell of row 4 passes its gradient on.",
            ),
            Look(
                f"6?{OPENED}&updates=1000",
                "The worse start after a thousand updates",
                "Which start ends better?",
                "This one: {SSE[1,1]}, where the other ended at {SSE[1,1]@4}. The stranded cell has "
                "{Y[4,2]} and is on its way to {T[4,2]}.",
            ),
        ),
        "An output ReLU cannot give a negative number. A closed one passes back no gradient; what is asked "
        "for elsewhere may open it, or keep it closed. A start that is worse but open can end better than "
        "one that is good but closed.",
    ),
)
