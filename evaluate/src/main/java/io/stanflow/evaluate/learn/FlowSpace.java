package io.stanflow.evaluate.learn;

import io.stanflow.evaluate.learn.Sample.Input;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * Flows as points: their own attributes, each scaled to mean 0 and variance 1 over the real flows,
 * missing values at the mean, one-hot words as 0 and 1, so that two words are √2 apart.
 */
public final class FlowSpace {
  private static final int K = 5; // of density and coverage, as Naeem et al. choose
  private static final int MOST = 5_000;

  /** Standard deviation of the noise that tells equal flows apart, in those of an attribute. */
  private static final double JITTER = 1e-3;

  private final List<Input> inputs;
  private final Matrix.Scale scale;
  private final Matrix real;

  /** The space of a file's flows. */
  public FlowSpace(Sample real) {
    List<Feature> features = real.features().all();
    inputs =
        IntStream.range(0, features.size())
            .filter(i -> !features.get(i).relation())
            .mapToObj(i -> new Input(0, i))
            .toList();
    Matrix raw = raw(real, Math.min(MOST, real.size()));
    scale = raw.scale();
    for (int i = 0; i < inputs.size(); i++) {
      if (isWord(features.get(inputs.get(i).feature()))) {
        scale.means()[i] = 0;
        scale.deviations()[i] = 1;
      }
    }
    this.real = scale.apply(raw);
  }

  /** One of several features of its group that are 0 or 1. */
  private static boolean isWord(Feature feature) {
    return feature.name().startsWith(feature.group() + " ");
  }

  /** The first drawn flows. */
  private Matrix raw(Sample sample, int rows) {
    return sample.matrix(IntStream.range(0, rows).toArray(), inputs);
  }

  private Matrix points(Sample sample, int rows) {
    return scale.apply(raw(sample, rows));
  }

  /** How a file's flows lie among the real ones. */
  public Neighborhood neighborhood(Sample other) {
    int flows = Math.min(real.rows(), Math.min(MOST, other.size()));
    Matrix ours = jitter(points(real, flows), 1);
    Matrix theirs = jitter(points(other, flows), 2);
    float[] radii = Neighbors.radii(ours, K);
    int[] inside = new int[flows]; // of the ball around each real flow
    IntStream.range(0, flows)
        .parallel()
        .forEach(
            row -> {
              float[] distances = new float[flows];
              Neighbors.distances(ours, row, theirs, distances);
              for (float distance : distances) {
                inside[row] += distance <= radii[row] ? 1 : 0;
              }
            });
    double covered = IntStream.of(inside).filter(n -> n > 0).count();
    double pairs = IntStream.of(inside).asLongStream().sum();
    return new Neighborhood(pairs / K / flows, covered / flows, flows);
  }

  private static Matrix points(Matrix matrix, int rows) {
    float[] values = Arrays.copyOf(matrix.values(), rows * matrix.columns());
    return new Matrix(values, rows, matrix.columns());
  }

  /** Flows repeat exactly; noise puts equal ones in a random order, as in a continuous space. */
  private static Matrix jitter(Matrix matrix, long seed) {
    var random = new SplittableRandom(seed);
    float[] values = matrix.values().clone();
    for (int i = 0; i < values.length; i++) {
      values[i] += (float) (JITTER * random.nextGaussian());
    }
    return new Matrix(values, matrix.rows(), matrix.columns());
  }

  /**
   * For each flow of a file, whether the nearest real flow is one of the training flows: 1, of the
   * held-out ones: 0, or neither is nearer: ½.
   *
   * @param heldOut real flows that the model has not been trained on
   */
  public double[] nearerToTraining(Sample heldOut, Sample file) {
    int flows = Math.min(real.rows(), Math.min(heldOut.size(), MOST));
    Matrix theirs = points(file, Math.min(MOST, file.size()));
    float[] training = Neighbors.nearest(theirs, points(real, flows));
    float[] others = Neighbors.nearest(theirs, points(heldOut, flows));
    double[] nearer = new double[training.length];
    for (int i = 0; i < nearer.length; i++) {
      nearer[i] = training[i] < others[i] ? 1 : training[i] > others[i] ? 0 : 0.5;
    }
    return nearer;
  }
}
