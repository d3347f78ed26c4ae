package io.stanflow.evaluate.learn;

import io.stanflow.evaluate.learn.Utility.Mix;
import io.stanflow.evaluate.learn.Utility.Score;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Trains on one sample and tests on real flows that it does not hold. */
public final class TrainTest {
  private static final int TRAINING = 15_000;
  private static final int TEST = 15_000;
  private static final double[] REAL_SHARES = {0.75, 0.5, 0.25};

  private final Sample real;
  private final List<Prepared> tasks = new ArrayList<>();
  private final Map<String, Double> scoresOfReal = new HashMap<>(); // by task and learner

  /** A task with its test. */
  private record Prepared(Task task, Matrix x, float[] y) {}

  /** One training: on a sample with a part of real flows. */
  private record Run(Prepared prepared, Learner learner, double realShare) {
    String key() {
      return prepared.task.name() + ' ' + learner.text();
    }
  }

  /**
   * Trains on the real flows, the yardstick.
   *
   * @param real training flows
   * @param test real flows that it does not hold
   */
  public TrainTest(Sample real, Sample test) {
    this.real = real;
    for (Task task : Task.of(real.features())) {
      int[] examples = task.examples(test, TEST);
      float[] answers = task.answers(test, examples);
      float[] ours = task.answers(real, task.examples(real, TRAINING));
      if (task.canTest(answers) && task.canTest(ours)) {
        tasks.add(new Prepared(task, task.matrix(test, examples), answers));
      }
    }
    List<Run> runs = runs();
    double[] scores = scores(runs, real);
    for (int i = 0; i < scores.length; i++) {
      scoresOfReal.put(runs.get(i).key(), scores[i]);
    }
  }

  /** What training on the real flows themselves gives. */
  public Utility ofReal() {
    List<Score> scores =
        runs().stream().map(run -> score(run, scoresOfReal.get(run.key()))).toList();
    return new Utility(scores, List.of());
  }

  /**
   * What training on other flows gives.
   *
   * @param mixed whether also to mix real flows in, which takes three times as long
   */
  public Utility of(Sample other, boolean mixed) {
    List<Run> runs = new ArrayList<>(runs());
    runs.removeIf(run -> run.prepared.task.examples(other, 1).length == 0);
    int pure = runs.size();
    if (mixed) {
      for (Prepared task : tasks) {
        for (double share : REAL_SHARES) {
          runs.add(new Run(task, Learner.GRADIENT_BOOSTING, share));
        }
      }
    }
    double[] scores = scores(runs, other);
    var pureScores = new ArrayList<Score>();
    var mixes = new ArrayList<Mix>();
    for (int i = 0; i < scores.length; i++) {
      Run run = runs.get(i);
      if (i < pure) {
        pureScores.add(score(run, scores[i]));
      }
      if (mixed && run.learner == Learner.GRADIENT_BOOSTING) {
        mixes.add(mix(run, run.realShare, scores[i]));
      }
    }
    if (mixed) {
      for (Prepared task : tasks) {
        var run = new Run(task, Learner.GRADIENT_BOOSTING, 1);
        mixes.add(mix(run, 1, scoresOfReal.get(run.key())));
      }
    }
    mixes.sort(Comparator.comparing(Mix::task).thenComparing(mix -> -mix.realShare()));
    return new Utility(pureScores, mixes);
  }

  private List<Run> runs() {
    return tasks.stream()
        .flatMap(task -> Stream.of(Learner.values()).map(learner -> new Run(task, learner, 0)))
        .toList();
  }

  private double[] scores(List<Run> runs, Sample sample) {
    return runs.parallelStream().mapToDouble(run -> train(run, sample)).toArray();
  }

  /** The score after training on as many examples, a part of which are real. */
  private double train(Run run, Sample other) {
    Task task = run.prepared.task;
    int[] theirs = task.examples(other, (int) Math.round(TRAINING * (1 - run.realShare)));
    int[] ours = task.examples(real, (int) Math.round(TRAINING * run.realShare));
    Matrix x = task.matrix(real, ours).and(task.matrix(other, theirs));
    float[] y = new float[x.rows()];
    System.arraycopy(task.answers(real, ours), 0, y, 0, ours.length);
    System.arraycopy(task.answers(other, theirs), 0, y, ours.length, theirs.length);
    return task.run(run.learner, x, y, run.prepared.x, run.prepared.y);
  }

  private Score score(Run run, double score) {
    Task task = run.prepared.task;
    double ratio = task.ratio(score, scoresOfReal.get(run.key()));
    return new Score(task.name(), run.learner.text(), task.measure(), score, ratio);
  }

  private Mix mix(Run run, double realShare, double score) {
    Score whole = score(run, score);
    return new Mix(whole.task(), realShare, whole.measure(), score, whole.ratioToReal());
  }
}
