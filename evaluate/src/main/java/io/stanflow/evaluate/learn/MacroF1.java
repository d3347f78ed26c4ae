package io.stanflow.evaluate.learn;

/**
 * The mean over classes of F1 = 2 TP / (2 TP + FP + FN), the most probable class being the
 * prediction. Classes with fewer than {@link Task#FEWEST} true examples do not count: their F1
 * would be chance.
 */
final class MacroF1 {
  private MacroF1() {}

  /**
   * The score, in [0, 1].
   *
   * @param answers true classes
   * @param predictions probability of each class, by example
   */
  static double of(float[] answers, float[][] predictions) {
    int classes = predictions[0].length;
    int[] hits = new int[classes];
    int[] said = new int[classes];
    int[] actual = new int[classes];
    for (int i = 0; i < answers.length; i++) {
      int best = 0;
      for (int k = 1; k < classes; k++) {
        best = predictions[i][k] > predictions[i][best] ? k : best;
      }
      int answer = (int) answers[i];
      said[best]++;
      actual[answer]++;
      hits[answer] += best == answer ? 1 : 0;
    }
    double sum = 0;
    int counted = 0;
    for (int k = 0; k < classes; k++) {
      if (actual[k] >= Task.FEWEST) {
        sum += 2.0 * hits[k] / (said[k] + actual[k]);
        counted++;
      }
    }
    return counted == 0 ? 0 : sum / counted;
  }
}
