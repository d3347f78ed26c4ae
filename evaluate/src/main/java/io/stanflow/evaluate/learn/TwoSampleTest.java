package io.stanflow.evaluate.learn;

import io.stanflow.evaluate.learn.Detectability.Giveaway;
import io.stanflow.evaluate.learn.Learner.Fitted;
import io.stanflow.evaluate.learn.Learner.Target;
import io.stanflow.evaluate.learn.Sample.Input;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Trains a classifier on one part of two samples and asks it which flow of the other part is from
 * which file.
 */
public final class TwoSampleTest {
  /** Flows in a run. */
  private static final int RUN = 3;

  private static final double TRAINING_SHARE = 0.7;

  /** Fewer flows of a file for the test tell nothing. */
  private static final int FEWEST = 20;

  private final Sample real;
  private final Sample other;
  private final int run;
  private final List<List<Integer>> groups = new ArrayList<>(); // columns of each
  private final List<String> names = new ArrayList<>();
  private final List<Input> inputs = new ArrayList<>(); // the columns

  private TwoSampleTest(Sample real, Sample other, int run) {
    this.real = real;
    this.other = other;
    this.run = run;
    Map<String, List<Integer>> byGroup = new LinkedHashMap<>();
    List<Feature> features = real.features().all();
    for (int back = run - 1; back >= 0; back--) {
      for (int i = 0; i < features.size(); i++) {
        boolean seen = !features.get(i).relation() || back < run - 1; // within the run
        if (seen) {
          byGroup
              .computeIfAbsent(features.get(i).group(), name -> new ArrayList<>())
              .add(inputs.size());
          inputs.add(new Input(back, i));
        }
      }
    }
    byGroup.forEach(
        (name, columns) -> {
          names.add(name);
          groups.add(columns);
        });
  }

  /**
   * Tests a file against the real one.
   *
   * @return a test is null if there are too few flows
   */
  public static Detectability of(Sample real, Sample other) {
    List<Detectability.Test> tests =
        Stream.of(1, RUN)
            .parallel()
            .map(run -> new TwoSampleTest(real, other, run).test())
            .toList();
    return new Detectability(tests.get(0), tests.get(1));
  }

  private Detectability.Test test() {
    int[] ours = complete(real);
    int[] theirs = complete(other);
    int flows = Math.min(ours.length, theirs.length); // both alike, so that AUC is all there is
    int training = (int) (flows * TRAINING_SHARE);
    if (flows - training < FEWEST) {
      return null;
    }
    Matrix x = matrix(real, ours, 0, training).and(matrix(other, theirs, 0, training));
    float[] y = new float[2 * training];
    Arrays.fill(y, training, 2 * training, 1);
    Matrix negatives = matrix(real, ours, training, flows);
    Matrix positives = matrix(other, theirs, training, flows);
    try (Fitted fitted = Learner.GRADIENT_BOOSTING.fit(x, y, Target.PROBABILITY)) {
      Auc auc = auc(fitted, negatives.and(positives));
      return new Detectability.Test(
          auc.value(),
          auc.low(),
          auc.high(),
          flows,
          giveaways(fitted, negatives.and(positives), auc.value()));
    }
  }

  /** Drawn flows that have a whole run, in the order of drawing. */
  private int[] complete(Sample sample) {
    return IntStream.range(0, sample.size()).filter(i -> sample.before(i) >= run - 1).toArray();
  }

  private Matrix matrix(Sample sample, int[] flows, int from, int to) {
    return sample.matrix(Arrays.copyOfRange(flows, from, to), inputs);
  }

  /** The AUC on test flows, the real ones first. */
  private static Auc auc(Fitted fitted, Matrix test) {
    float[][] scores = fitted.predict(test);
    int half = test.rows() / 2;
    double[] negatives = new double[half];
    double[] positives = new double[half];
    for (int i = 0; i < half; i++) {
      negatives[i] = scores[i][0];
      positives[i] = scores[half + i][0];
    }
    return Auc.of(positives, negatives);
  }

  private List<Giveaway> giveaways(Fitted fitted, Matrix test, double auc) {
    var giveaways = new ArrayList<Giveaway>();
    for (int group = 0; group < groups.size(); group++) {
      Matrix permuted = permute(test, groups.get(group), group);
      giveaways.add(new Giveaway(names.get(group), auc - auc(fitted, permuted).value()));
    }
    giveaways.sort(Comparator.comparingDouble(giveaway -> -giveaway.importance()));
    return giveaways;
  }

  /** The same with the values of some columns moved to other rows, together. */
  private static Matrix permute(Matrix matrix, List<Integer> columns, long seed) {
    var random = new SplittableRandom(seed);
    int[] from = new int[matrix.rows()];
    for (int i = 0; i < from.length; i++) { // Fisher and Yates, inside out
      int j = random.nextInt(i + 1);
      from[i] = from[j];
      from[j] = i;
    }
    var permuted = new Matrix(matrix.values().clone(), matrix.rows(), matrix.columns());
    for (int row = 0; row < from.length; row++) {
      for (int column : columns) {
        permuted.set(row, column, matrix.get(from[row], column));
      }
    }
    return permuted;
  }
}
