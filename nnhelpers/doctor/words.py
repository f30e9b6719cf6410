"""What each mistake is called, and where the course explains it."""

SECTIONS = {
    "pixels": (1, "Normalising: from 0…255 to 0…1"),
    "columns": (1, "One image, one column"),
    "look": (1, "Look before you learn"),
    "sets": (1, "Three sets, and one of them sealed"),
    "one-hot": (2, "Three ways to write it"),
    "layer": (3, "A layer is a matrix"),
    "bend": (3, "ReLU: why a bend is needed"),
    "softmax": (3, "Softmax: from scores to probabilities"),
    "loss": (3, "Cross-entropy: how wrong is an answer?"),
    "answer": (3, "From probabilities to an answer"),
    "backward": (4, "The backward pass at two speeds"),
    "check": (4, "Trust, but measure: the gradient check"),
    "step": (5, "The same step for 7,960 parameters"),
    "ten": (5, "First, ten images"),
    "rate": (5, "Which learning rate?"),
    "opponent": (5, "An opponent: no hidden layer"),
    "one digit": (6, "One digit at a time: TP, FP, TN, FN"),
    "confusion": (6, "The confusion matrix"),
    "start": (8, "Ten layers, seen from inside"),
    "bends": (8, "Other bends"),
    "dead": (8, "Neurons that die"),
    "dropout": (10, "Remedy three: switch neurons off"),
    "squares": (11, "Why cross-entropy?"),
    "seed": (11, "How much is only the seed?"),
    "best": (11, "The search overfits too"),
    "ward one": (12, "Ward one"),
    "ward two": (12, "Ward two"),
    "ward three": (12, "Ward three"),
    "ward four": (12, "Ward four"),
    "observations": (12, "Five observations, and a thing to know"),
    "copies": (12, "Pitfalls"),
}

# dZ of the last layer: key → words; {dZ}, {A}, {Z}, {Y}, {m} are the reader's names.
LAST = {
    "squared error": "{dZ} is that of the squared error behind softmax; the cross-entropy's is ({A} - {Y}) / m",
    "cross-entropy": "{dZ} is ({A} - {Y}) / m, the cross-entropy's, but the loss was declared to be the squared error",
    "Y not subtracted": "Y was never subtracted: {dZ} must be ({A} - {Y}) / m",
    "only Y divided": "only Y was divided by m; put {A} - {Y} into brackets: ({A} - {Y}) / m",
    "only A divided": "only {A} was divided by m; put {A} - {Y} into brackets: ({A} - {Y}) / m",
    "only Y": "{A} is missing: {dZ} must be ({A} - {Y}) / m",
    "derivative with respect to A": "{dZ} is the derivative with respect to {A}, -Y / {A}; softmax's own slope is "
                                    "missing. Together they are ({A} - {Y}) / m",
    "derivative with respect to A, squared error": "{dZ} is the derivative with respect to {A}; with respect to {Z} it "
                                                   "is ({A} - {Y}) / m",
    "diagonal of softmax": "only the diagonal of softmax's derivative was taken, {A} (1 - {A}); each probability "
                           "depends on all logits. Together with the loss it is ({A} - {Y}) / m",
    "times its own slope": "{dZ} was multiplied by {A} (1 - {A}), the sigmoid's slope; behind softmax with "
                           "cross-entropy ({A} - {Y}) / m is all",
    "times the sigmoid's slope at Z": "{dZ} was multiplied by the sigmoid's slope at {Z}; behind softmax with "
                                      "cross-entropy ({A} - {Y}) / m is all",
    "times the sigmoid's slope of A": "{dZ} was multiplied by the sigmoid's slope, taken of {A}; behind softmax with "
                                      "cross-entropy ({A} - {Y}) / m is all",
    "times Z (1 - Z)": "{dZ} was multiplied by {Z} (1 - {Z}); a sigmoid's slope is {A} (1 - {A})",
    "times ReLU's mask": "{dZ} was multiplied by ReLU's mask; there is no ReLU behind {Z}: ({A} - {Y}) / m is all",
    "times A": "{dZ} was multiplied by {A}; ({A} - {Y}) / m is all",
    "times tanh's slope": "{dZ} was multiplied by tanh's slope; ({A} - {Y}) / m is all",
    "squared": "{A} - {Y} was squared: that is a loss, not its slope",
    "absolute": "the absolute value of {A} - {Y} was taken: its sign says which way to go",
    "logits for probabilities": "the logits {Z} were used in place of the probabilities {A}",
    "labels for one-hot": "the labels were subtracted from {A} as they are, not one-hot: NumPy stretches the row of m "
                          "labels over all classes without a word",
    "labels shifted by one": "the one-hot rows are shifted by one class",
    "the wrong way round in the classes": "the one-hot rows are in reverse order",
    "the mean of the examples": "{A} - {Y} was averaged over the examples too soon; each example has its own column",
    "the answer in place of probabilities": "the answer itself, not the probabilities {A}, stands in {dZ}",
    "plus": "{Y} was added, not subtracted: {dZ} must be ({A} - {Y}) / m",
}
LAST_OF_SIGMOIDS = {  # where the output is no softmax
    "times the sigmoid's slope of A": "the sigmoid's slope was taken at {A} instead of {Z}, so that the sigmoid is "
                                      "applied twice; it is {A} (1 - {A})",
    "times Z (1 - Z)": "the slope was taken as {Z} (1 - {Z}); the sigmoid's is {A} (1 - {A})",
    "times ReLU's mask": "{dZ} was multiplied by ReLU's mask; the slope of the sigmoid is {A} (1 - {A})",
    "times tanh's slope": "{dZ} was multiplied by tanh's slope; the sigmoid's is {A} (1 - {A})",
}
# dZ of a hidden layer.
EARLIER = {
    "no slope": "the mask (the slope of the activation) is missing, or lets everything through: {dZ} = {dA} * slope of "
                "{Z}; for ReLU ({Z} > 0)",
    "slope inverted": "the mask is inverted: it must let through where {Z} > 0",
    "slope taken at A": "the derivative was taken at {A} instead of {Z}",
    "mask of dA": "the mask asks {dA} and not {Z}: it lets through where {Z} > 0",
    "times A": "{dA} was multiplied by {A} itself; what belongs there is the activation's slope at {Z}",
    "times Z": "{dA} was multiplied by {Z} itself; what belongs there is the activation's slope at {Z}",
    "ReLU's slope": "ReLU's mask was used, but the activation of this layer is {act}",
    "sigmoid's slope": "the sigmoid's slope was used, but the activation of this layer is {act}",
    "sigmoid's slope taken at A": "the sigmoid's slope was used, and at {A}; the activation of this layer is {act}",
    "A (1 - A)": "{A} (1 - {A}) is the sigmoid's slope, but the activation of this layer is {act}",
    "Z (1 - Z)": "the slope was taken as {Z} (1 - {Z}); the sigmoid's is {A} (1 - {A})",
    "tanh's slope": "tanh's slope was used, but the activation of this layer is {act}",
    "1 - A²": "1 - {A}² is tanh's slope, but the activation of this layer is {act}",
    "1 - Z²": "the slope was taken as 1 - {Z}²; tanh's is 1 - {A}²",
    "(1 - A)²": "the slope was taken as (1 - {A})²; tanh's is 1 - {A}², the sigmoid's {A} (1 - {A})",
    "1 + A²": "the slope was taken as 1 + {A}²; tanh's is 1 - {A}²",
    "A (1 + A)": "the slope was taken as {A} (1 + {A}); the sigmoid's is {A} (1 - {A})",
    "1 - tanh": "the slope was taken as 1 - tanh; it is 1 - tanh²",
    "1 - A": "the slope was taken as 1 - {A}",
    "sign of Z": "np.sign is -1 where {Z} < 0; the mask is 0 there: {Z} > 0",
    "one mask for the batch": "there is one mask for the whole batch; each example has its own, ({Z} > 0)",
    "the slope squared": "the activation's slope was multiplied in twice",
    "the slope alone": "{dZ} is the slope alone; {dA} is to be multiplied by it",
    "activation of dA": "the activation itself was applied to {dA}; what belongs there is its slope at {Z}",
    "absolute weights": "the absolute value of {W_next} was used on the way back",
    "without the weights": "{W_next} is missing on the way back: {dA} = {W_next}.T @ {dZ_next}",
    "without weights or slope": "{dZ} is {dZ_next} itself; on the way back come {W_next}.T and the slope",
    "slope of the next layer": "the mask of layer {next} was used for layer {layer}",
    "slope of the layer before": "the mask of layer {previous} was used for layer {layer}",
    "the next layer's slope twice": "the slope of layer {next} was multiplied in once more on the way to layer {layer}",
    "slope on the next dZ": "the mask was put on {dZ_next}; it belongs to {dA}, with {Z}",
    "slope on the next dZ, too": "a mask was put on {dZ_next} as well; there is no ReLU behind the last layer",
    "weights untransposed": "{W_next} was not transposed on the way back: {dA} = {W_next}.T @ {dZ_next}",
}
WEIGHTS = {
    "Z for A": "{dW} was made with Z of the layer before; its A went in: {dW} = {dZ} @ {before}.T",
    "X for A": "{dW} was made with X; what went into layer {layer} is {before}: {dW} = {dZ} @ {before}.T",
    "mask for A": "{dW} was made with the mask of the layer before; its A went in: {dW} = {dZ} @ {before}.T",
    "its own A": "{dW} was made with {A}, which came out of the layer; {before} went in: {dW} = {dZ} @ {before}.T",
    "transposed": "{dW} is the transpose of the right gradient",
    "first example only": "{dW} is the first example's part; add up those of all",
    "last example only": "{dW} is the last example's part; add up those of all",
    "sums multiplied": "{dW} multiplies sums over the examples; the products are to be summed: {dZ} @ {before}.T",
    "entry by entry": "{dW} multiplies entry by entry; the matrix product is {dZ} @ {before}.T",
    "zero": "{dW} is zero, or missing",
}
BIASES = {
    "summed over everything": "{db} is one number, summed over all units; a bias gradient sums over the examples only: "
                              "np.sum({dZ}, axis={axis}, keepdims=True)",
    "summed over everything, filled": "{db} is one number, summed over all units; a bias gradient sums over the "
                                      "examples only: np.sum({dZ}, axis={axis}, keepdims=True)",
    "summed over the units": "{db} sums over the units; a bias gradient sums over the examples: "
                             "np.sum({dZ}, axis={axis}, keepdims=True)",
    "first example only": "{db} is the first example's part; add up those of all",
    "last example only": "{db} is the last example's part; add up those of all",
    "largest": "{db} takes the largest over the examples; it is their sum",
    "not summed": "{db} is not summed over the examples: np.sum({dZ}, axis={axis}, keepdims=True); only a training "
                  "with one example at a time can do without",
    "zero": "{db} is zero, or missing",
}
FACTORS = {
    "sign": "{d} has the wrong sign: gradient descent would climb",
    "no mean": "{d} is m times too large: the mean's 1/m is missing",
    "no mean, doubled": "{d} is 2 m times too large: the mean's 1/m is missing",
    "mean twice": "{d} is m times too small: divided by m twice",
    "mean three times": "{d} is m² times too small: divided by m once more in every layer",
    "mean over classes": "{d} is {classes} times too small: the mean was taken over the classes as well as the "
                         "examples",
    "mean over classes, doubled": "{d} was divided by the {classes} classes as well as by the examples",
    "mean over classes, not examples": "{d} was divided by the {classes} classes, and not by the m examples",
    "doubled": "{d} is twice the right gradient",
    "halved": "{d} is half the right gradient",
    "fixed m": "{d} is divided by {number:,.0f} whatever the batch: it must be divided by the number of its own "
               "examples{globally}",
    "factor": "{d} is {number:.4g} times the right gradient",
}
FACTORS |= {f"{name} and sign": f"{words}; and its sign is wrong: gradient descent would climb"
            for name, words in FACTORS.items() if name not in ("sign", "factor")}

OUTPUTS = {  # key → (words, section)
    "softmax along the examples": ("softmax was normalised along the wrong axis: the examples share one unit of "
                                   "probability, for each class", "softmax"),
    "softmax along the examples, shifted": ("softmax was divided by sums along the wrong axis: those over the "
                                            "examples, for each class", "softmax"),
    "softmax over everything": ("softmax was normalised over the whole array; each example has its own sum", "softmax"),
    "softmax over everything, shifted": ("softmax was normalised over the whole array; each example has its own sum",
                                         "softmax"),
    "softmax twice": ("softmax was applied twice", "ward two"),
    "ReLU before softmax": ("ReLU was applied to the logits, before softmax: negative ones are lost", "bend"),
    "ReLU before softmax, twice": ("softmax was applied twice, and ReLU to the logits before it", "ward two"),
    "sigmoid before softmax": ("the sigmoid was applied to the logits, before softmax: no answer can be sure",
                               "softmax"),
    "tanh before softmax": ("tanh was applied to the logits, before softmax: no answer can be sure", "softmax"),
    "maximum along the examples": ("the maximum that softmax subtracts was taken along the examples, and each class "
                                   "has another: it must be each example's own", "softmax"),
    "no exponential": ("the exponential is missing in softmax", "softmax"),
    "softmax of minus Z": ("softmax was taken of -Z: the smallest logit gets the largest probability", "softmax"),
    "softmax not divided": ("the exponentials are not divided by their sum", "softmax"),
    "softmax not divided, shifted": ("the exponentials are not divided by their sum", "softmax"),
    "softmax of the absolute value": ("softmax was taken of the logits' absolute values", "softmax"),
    "tanh at the end": ("the output layer ends in tanh, which is no probability: softmax belongs there", "softmax"),
    "ReLU at the end": ("the output layer ends in ReLU, which is no probability: softmax belongs there", "softmax"),
    "logits": ("the last layer's logits are returned as they are: softmax is missing", "softmax"),
}
HIDDEN = {
    "no activation": ("layer {layer} has no activation: two layers without a bend between them are one", "bend"),
    "mask as activation": ("the activation of layer {layer} returns its mask, 0 or 1, in place of Z where Z > 0",
                           "bend"),
    "inverted ReLU": ("ReLU is inverted in layer {layer}: it keeps what is negative", "bend"),
    "absolute value": ("the activation of layer {layer} is the absolute value", "bend"),
    "sigmoid without minus": ("the sigmoid of layer {layer} lacks its minus: 1 / (1 + e^-Z)", "bends"),
    "softmax in a hidden layer": ("the activation of layer {layer} is softmax, whose units share one unit: ReLU "
                                  "belongs there", "bend"),
    "ReLU starting at 1": ("the ReLU of layer {layer} begins at 1 instead of 0", "bend"),
    "derivative as activation": ("the activation of layer {layer} is the sigmoid's derivative", "bends"),
}
SLIPS = {
    "transposed": ("{W} is transposed in forward", "layer"),
    "input": ("layer {layer} is given what layer {previous} was given, not what came out of it", "layer"),
}


def where(section):
    """Return "notebook 4, “The backward pass at two speeds”"."""
    number, heading = SECTIONS[section]
    return f"notebook {number}, “{heading}”"
