package io.stanflow.evaluate.learn;

import io.stanflow.evaluate.learn.Features.Labels;
import io.stanflow.evaluate.learn.Learner.Fitted;
import io.stanflow.evaluate.learn.Learner.Target;
import io.stanflow.evaluate.learn.Sample.Input;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/** What a learner is to predict of a flow. The first three are those of Xu et al. 2021. */
abstract class Task {
  /** Fewer true examples, of a class or in all, show nothing. */
  static final int FEWEST = 20;

  /** The columns of an example. */
  private final List<Input> inputs = new ArrayList<>();

  final Features features;

  private Task(Features features) {
    this.features = features;
  }

  /** Those that the attributes allow, in the order of printing. */
  static List<Task> of(Features features) {
    var tasks = new ArrayList<Task>();
    if (features.index(Features.BYTES) >= 0) {
      tasks.add(new Forecast(features));
    }
    for (int i = 0; i < features.labels().size(); i++) {
      Labels labels = features.labels().get(i);
      if (labels.name().equals(Features.LABEL)) {
        tasks.add(new Detection(features, i));
      } else if (labels.words().size() > 1) {
        tasks.add(new Completion(features, i));
      }
    }
    return tasks;
  }

  /** Stable, for the report. */
  abstract String name();

  /** What {@link #score} is; stable, for the report. */
  abstract String measure();

  abstract Target target();

  /** What is to be predicted of drawn flow {@code i}. */
  abstract float answer(Sample sample, int i);

  /** How good predictions are. */
  abstract double score(float[] answers, float[][] predictions);

  /** {@code score} in terms of that of training on real flows: 1 as good, less is worse. */
  abstract double ratio(double score, double real);

  /** Flows before the one in question that an example shows. */
  abstract int before();

  /** Shows the features that pass, of the flow {@code back} flows before the one in question. */
  final void show(int back, Predicate<Feature> which) {
    for (int i = 0; i < features.all().size(); i++) {
      if (which.test(features.all().get(i))) {
        inputs.add(new Input(back, i));
      }
    }
  }

  /** Drawn flows that make an example, at most {@code most}, in the order of drawing. */
  int[] examples(Sample sample, int most) {
    return IntStream.range(0, sample.size())
        .filter(i -> sample.before(i) >= before())
        .limit(most)
        .toArray();
  }

  final Matrix matrix(Sample sample, int[] examples) {
    return sample.matrix(examples, inputs);
  }

  final float[] answers(Sample sample, int[] examples) {
    float[] answers = new float[examples.length];
    for (int i = 0; i < answers.length; i++) {
      answers[i] = answer(sample, examples[i]);
    }
    return answers;
  }

  /** Whether these true answers can show that something has been learned. */
  boolean canTest(float[] answers) {
    return answers.length >= FEWEST;
  }

  /** Trains and tests. */
  double run(Learner learner, Matrix x, float[] y, Matrix testX, float[] testY) {
    try (Fitted fitted = learner.fit(x, y, target())) {
      return score(testY, fitted.predict(testX));
    }
  }

  /** The next flow's ln(1 + bytes) from the host's last five flows: mean squared error. */
  private static final class Forecast extends Task {
    private final int bytes;

    Forecast(Features features) {
      super(features);
      bytes = features.index(Features.BYTES);
      for (int back = Sample.BEFORE; back >= 1; back--) {
        boolean first = back == Sample.BEFORE; // it relates to a flow that is not shown
        show(back, feature -> !feature.relation() || !first);
      }
    }

    @Override
    String name() {
      return "forecastBytes";
    }

    @Override
    String measure() {
      return "mse";
    }

    @Override
    Target target() {
      return Target.NUMBER;
    }

    @Override
    int before() {
      return Sample.BEFORE;
    }

    @Override
    float answer(Sample sample, int i) {
      return sample.value(i, 0, bytes);
    }

    @Override
    double score(float[] answers, float[][] predictions) {
      double squares = 0;
      for (int i = 0; i < answers.length; i++) {
        double error = predictions[i][0] - answers[i];
        squares += error * error;
      }
      return squares / answers.length;
    }

    @Override
    double ratio(double score, double real) {
      return score == 0 ? 1 : real / score;
    }
  }

  /** Protocol or flags from the rest of the row: macro-averaged F1. */
  private static final class Completion extends Task {
    private final int label;
    private final Labels labels;

    Completion(Features features, int label) {
      super(features);
      this.label = label;
      labels = features.labels().get(label);
      show(
          0,
          feature ->
              !feature.group().equals(Features.PROTOCOL)
                  && !feature.group().equals(Features.FLAGS)
                  && !feature.relation());
    }

    @Override
    String name() {
      return labels.name().equals(Features.PROTOCOL) ? "completeProtocol" : "completeFlags";
    }

    @Override
    String measure() {
      return "macroF1";
    }

    @Override
    Target target() {
      return Target.classes(labels.classes());
    }

    @Override
    int before() {
      return 0;
    }

    @Override
    float answer(Sample sample, int i) {
      return sample.label(i, label);
    }

    @Override
    double score(float[] answers, float[][] predictions) {
      return MacroF1.of(answers, predictions);
    }

    @Override
    double ratio(double score, double real) {
      return real == 0 ? 1 : score / real;
    }
  }

  /** Attack or not, where flows are labelled: area under the ROC curve. */
  private static final class Detection extends Task {
    private static final double CHANCE = 0.5;
    private final int label;

    Detection(Features features, int label) {
      super(features);
      this.label = label;
      show(0, feature -> !features.tellsAttacks(feature.group()));
    }

    @Override
    String name() {
      return "detectAttacks";
    }

    @Override
    String measure() {
      return "auc";
    }

    @Override
    Target target() {
      return Target.PROBABILITY;
    }

    @Override
    int before() {
      return 0;
    }

    /** Attacks in front, so that few examples hold them too, but half of the examples at most. */
    @Override
    int[] examples(Sample sample, int most) {
      int[] attacks = ofLabel(sample, sample.sizeWithAttacks(), 1);
      int[] others = ofLabel(sample, sample.size(), 0);
      int shown = Math.max((most + 1) / 2, most - others.length);
      return IntStream.concat(IntStream.of(attacks).limit(shown), IntStream.of(others))
          .limit(most)
          .toArray();
    }

    private int[] ofLabel(Sample sample, int size, int which) {
      return IntStream.range(0, size).filter(i -> sample.label(i, label) == which).toArray();
    }

    @Override
    float answer(Sample sample, int i) {
      return sample.label(i, label);
    }

    @Override
    double score(float[] answers, float[][] predictions) {
      return Auc.of(scores(answers, predictions, 1), scores(answers, predictions, 0)).value();
    }

    private static double[] scores(float[] answers, float[][] predictions, int of) {
      return IntStream.range(0, answers.length)
          .filter(i -> answers[i] == of)
          .mapToDouble(i -> predictions[i][0])
          .toArray();
    }

    @Override
    boolean canTest(float[] answers) {
      return count(answers, 1) >= FEWEST && count(answers, 0) >= FEWEST;
    }

    private static long count(float[] answers, int of) {
      return IntStream.range(0, answers.length).filter(i -> answers[i] == of).count();
    }

    @Override
    double run(Learner learner, Matrix x, float[] y, Matrix testX, float[] testY) {
      boolean learnable = count(y, 1) > 0 && count(y, 0) > 0;
      return learnable ? super.run(learner, x, y, testX, testY) : CHANCE;
    }

    @Override
    double ratio(double score, double real) {
      return score / real;
    }
  }
}
