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
import java.util.function.Supplier;
import java.util.stream.IntStream;

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

  private final Map<String, List<Integer>> groups; // columns of each feature

  private TwoSampleTest(Map<String, List<Integer>> groups) {
    this.groups = groups;
  }

  /**
   * Tests a file against the real one.
   *
   * @return a test is null if there are too few flows
   */
  public static Detectability of(Sample real, Sample other) {
    List<Supplier<Detectability.Test>> tests =
        List.of(
            () -> ofRun(real, other, 1),
            () -> ofRun(real, other, RUN),
            () -> ofWritten(real.written(), other.written()),
            () -> ofGroups(real, other, Aggregate.RUN_OF_TWENTY),
            () -> ofGroups(real, other, Aggregate.HOST_HOUR),
            () -> ofGroups(real, other, Aggregate.PEER_MINUTE));
    Detectability.Test[] done =
        IntStream.range(0, tests.size())
            .parallel()
            .mapToObj(i -> tests.get(i).get())
            .toArray(Detectability.Test[]::new);
    return new Detectability(done[0], done[1], done[2], done[3], done[4], done[5]);
  }

  private static Detectability.Test ofWritten(Sample real, Sample other) {
    return real == null || other == null ? null : ofRun(real, other, RUN);
  }

  private static Detectability.Test ofRun(Sample real, Sample other, int run) {
    var groups = new LinkedHashMap<String, List<Integer>>();
    var inputs = new ArrayList<Input>();
    List<Feature> features = real.features().all();
    for (int back = run - 1; back >= 0; back--) {
      for (int i = 0; i < features.size(); i++) {
        boolean seen = !features.get(i).relation() || back < run - 1; // within the run
        if (seen) {
          String group = features.get(i).group();
          groups.computeIfAbsent(group, name -> new ArrayList<>()).add(inputs.size());
          inputs.add(new Input(back, i));
        }
      }
    }
    return new TwoSampleTest(groups)
        .test(real.matrix(complete(real, run), inputs), other.matrix(complete(other, run), inputs));
  }

  private static Detectability.Test ofGroups(Sample real, Sample other, Aggregate aggregate) {
    Aggregate.Groups ours = real.groups().get(aggregate);
    Aggregate.Groups theirs = other.groups().get(aggregate);
    if (ours == null || theirs == null) {
      return null;
    }
    var groups = new LinkedHashMap<String, List<Integer>>();
    for (int i = 0; i < ours.names().size(); i++) {
      groups.put(ours.names().get(i), List.of(i));
    }
    return new TwoSampleTest(groups).test(ours.rows(), theirs.rows());
  }

  /** Drawn flows that have a whole run, in the order of drawing. */
  private static int[] complete(Sample sample, int run) {
    return IntStream.range(0, sample.size()).filter(i -> sample.before(i) >= run - 1).toArray();
  }

  private Detectability.Test test(Matrix ours, Matrix theirs) {
    int rows = Math.min(ours.rows(), theirs.rows()); // both alike, so that AUC is all there is
    int training = (int) (rows * TRAINING_SHARE);
    if (rows - training < FEWEST) {
      return null;
    }
    Matrix x = ours.rows(0, training).and(theirs.rows(0, training));
    float[] y = new float[2 * training];
    Arrays.fill(y, training, 2 * training, 1);
    Matrix test = ours.rows(training, rows).and(theirs.rows(training, rows));
    try (Fitted fitted = Learner.GRADIENT_BOOSTING.fit(x, y, Target.PROBABILITY)) {
      Auc auc = auc(fitted, test);
      return new Detectability.Test(
          auc.value(), auc.low(), auc.high(), rows, giveaways(fitted, test, auc.value()));
    }
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
    for (Map.Entry<String, List<Integer>> group : groups.entrySet()) {
      Matrix permuted = permute(test, group.getValue(), giveaways.size());
      giveaways.add(new Giveaway(group.getKey(), auc - auc(fitted, permuted).value()));
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
