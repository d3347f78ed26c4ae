package io.stanflow.train;

import ai.djl.Device;
import io.stanflow.codec.Layout;
import io.stanflow.codec.Sequence;
import io.stanflow.fit.TrainingData;
import io.stanflow.model.Architecture;
import io.stanflow.model.Weights;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Trains a network on data already encoded; {@link Training} is the whole way from flows to model:
 * steps of {@link Worker}s whose gradients are summed in a fixed order, a held-out evaluation and a
 * checkpoint after each epoch, the best weights kept. With the same data, options and seed, and no
 * time limit, every run gives the same weights.
 */
public final class Trainer implements AutoCloseable {
  static final double BITS_PER_NAT = 1 / Math.log(2);
  private static final int WARM_UP_STEPS = 50;
  private static final double FLAT_SHARE = 0.4;
  private static final double LAST_RATE = 0.01;
  private final TrainingData data;
  private final TrainOptions options;
  private final TrainMonitor monitor;
  private final Path checkpointFile;
  private final Architecture architecture;
  private final BatchPlan plan;
  private final List<Worker> workers = new ArrayList<>();
  private final ExecutorService threads;
  private final Measuring measuring;
  private TrainState state;
  private long startNanos;

  /**
   * @param checkpointFile written after each epoch; null to keep none
   * @param resume whether to go on from that file
   * @throws TrainException if there is no such device, or the checkpoint is of other data or
   *     options
   */
  public Trainer(
      TrainingData data,
      TrainOptions options,
      Path checkpointFile,
      boolean resume,
      TrainMonitor monitor)
      throws IOException {
    this.data = data;
    this.options = options;
    this.monitor = monitor;
    this.checkpointFile = checkpointFile;
    Device device = Devices.find(options.device());
    Layout layout = data.codec().layout();
    int profile = data.profiles().get(0).vector().length;
    architecture =
        new Architecture(
            options.size().width(),
            options.size().hidden(),
            options.size().dilations(),
            options.size().key(),
            profile);
    plan = new BatchPlan(layout, data.profiles(), architecture);
    int count = device.isGpu() ? 1 : options.workers();
    for (int i = 0; i < count; i++) {
      workers.add(new Worker(architecture, plan, device));
    }
    threads = Executors.newFixedThreadPool(count, Trainer::thread);
    measuring = new Measuring(workers, threads, options.fit(), layout, monitor);
    var start = new TrainState(Weights.random(architecture, layout, options.seed()), options);
    start.plannedEpochs =
        options.epochsFor(data.training().stream().mapToLong(Sequence::rows).sum());
    state =
        resume
            ? Checkpoint.read(checkpointFile, architecture, data.codec(), options, start)
            : start;
  }

  private static Thread thread(Runnable task) {
    Runnable prepared =
        () -> {
          Torch.prepareThread();
          task.run();
        };
    var thread = new Thread(prepared, "stanflow-train");
    thread.setDaemon(true);
    return thread;
  }

  /** Sizes of the network that is trained. */
  public Architecture architecture() {
    return architecture;
  }

  /**
   * Trains until the epochs or the time are used up, or the held-out loss no longer falls.
   *
   * @throws TrainException if the loss is no longer a number
   */
  public void train() throws IOException {
    startNanos = System.nanoTime();
    double before = state.seconds;
    while (!finished()) {
      state.epoch++;
      double bits = runEpoch(before);
      if (Double.isNaN(bits)) {
        state.epoch--; // out of time before its first step
        break;
      }
      state.seconds = before + elapsed();
      report(bits);
      if (checkpointFile != null) {
        Checkpoint.write(checkpointFile, architecture, data.codec(), options, state);
      }
      monitor.epoch(state.reports.get(state.reports.size() - 1));
    }
  }

  /** Reports of all epochs so far. */
  public List<EpochReport> reports() {
    return List.copyOf(state.reports);
  }

  /** The weights of the best epoch. */
  public Weights best() {
    return state.best;
  }

  private double elapsed() {
    return (System.nanoTime() - startNanos) / 1e9;
  }

  private boolean finished() {
    boolean patient = state.reports.size() - state.bestEpoch < options.patience();
    return progress(state.seconds, state.epoch) >= 1 || !patient || monitor.cancelled();
  }

  /** Share of the training done, by epochs or by time, whichever is further. */
  private double progress(double seconds, double epochs) {
    double limit = options.timeLimit().map(t -> t.toMillis() / 1e3).orElse(Double.MAX_VALUE);
    return Math.max(epochs / state.plannedEpochs, seconds / Math.max(1e-3, limit));
  }

  private double learningRate(double progress, long step) {
    double warm = Math.min(1, (step + 1.0) / WARM_UP_STEPS);
    double late = Math.max(0, Math.min(1, (progress - FLAT_SHARE) / (1 - FLAT_SHARE)));
    double shape = LAST_RATE + (1 - LAST_RATE) * 0.5 * (1 + Math.cos(Math.PI * late));
    return options.fit().learningRate() * warm * shape;
  }

  /** Mean exact bits per flow over the epoch's training rows. */
  private double runEpoch(double secondsBefore) throws IOException {
    var random = new Random(options.seed() * 1_000_003 + state.epoch);
    List<List<Batch.Chunk>> batches =
        BatchPlan.batches(
            data.training(), options.fit().chunkRows(), options.fit().batchRows(), random);
    double nats = 0;
    long rows = 0;
    long ofRows = data.training().stream().mapToLong(Sequence::rows).sum();
    var speed = new Speed();
    for (int b = 0; b < batches.size(); b += workers.size()) {
      double share = state.epoch - 1 + (double) b / batches.size();
      double progress = progress(secondsBefore + elapsed(), share);
      if (progress >= 1 || monitor.cancelled()) {
        break;
      }
      var step = batches.subList(b, Math.min(batches.size(), b + workers.size()));
      Worker.Gradients sum = sum(gradients(step));
      double bits = sum.nats() * BITS_PER_NAT / sum.rows();
      checkFinite(bits);
      scale(sum.gradients(), 1f / sum.rows());
      double rate = learningRate(progress, state.adam.steps());
      state.adam.step(state.weights, sum.gradients(), rate);
      nats += sum.nats();
      rows += sum.rows();
      double seconds = secondsBefore + elapsed();
      double flowsPerSecond = speed.add(sum.rows());
      monitor.step(
          new TrainStep(state.epoch, rows, ofRows, progress, seconds, flowsPerSecond, bits));
    }
    return rows == 0 ? Double.NaN : nats * BITS_PER_NAT / rows;
  }

  private List<Worker.Gradients> gradients(List<List<Batch.Chunk>> step) throws IOException {
    List<Future<Worker.Gradients>> futures = new ArrayList<>();
    for (int i = 0; i < step.size(); i++) {
      Worker worker = workers.get(i);
      List<Batch.Chunk> chunks = step.get(i);
      long seed = (options.seed() * 1_000_003 + state.adam.steps()) * 31 + i;
      var noise = new Regularisation(options.fit().profileNoise(), options.fit().dropout(), seed);
      futures.add(threads.submit(() -> worker.gradients(state.weights, chunks, noise)));
    }
    List<Worker.Gradients> results = new ArrayList<>();
    for (Future<Worker.Gradients> future : futures) {
      results.add(get(future));
    }
    return results;
  }

  /** What a worker's task gives. */
  static <T> T get(Future<T> future) throws IOException {
    try {
      return future.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new TrainException("training was interrupted; --resume goes on from the checkpoint", e);
    } catch (ExecutionException e) {
      throw new TrainException("training failed in the engine: " + e.getCause(), e.getCause());
    }
  }

  /** Sum in worker order, so that the result does not depend on which one ends first. */
  private static Worker.Gradients sum(List<Worker.Gradients> parts) {
    Map<String, float[]> sum = parts.get(0).gradients();
    int rows = parts.get(0).rows();
    double nats = parts.get(0).nats();
    for (Worker.Gradients part : parts.subList(1, parts.size())) {
      rows += part.rows();
      nats += part.nats();
      part.gradients().forEach((name, gradient) -> add(sum.get(name), gradient));
    }
    return new Worker.Gradients(rows, nats, sum);
  }

  private static void add(float[] to, float[] gradient) {
    for (int i = 0; i < to.length; i++) {
      to[i] += gradient[i];
    }
  }

  private static void scale(Map<String, float[]> gradients, float factor) {
    for (float[] gradient : gradients.values()) {
      for (int i = 0; i < gradient.length; i++) {
        gradient[i] *= factor;
      }
    }
  }

  private void checkFinite(double bits) throws TrainException {
    if (!Double.isFinite(bits)) {
      throw new TrainException(
          "the loss is no longer a number in epoch %d; train again with a lower --learning-rate, say %.1e"
              .formatted(state.epoch, options.fit().learningRate() / 3));
    }
  }

  private void report(double trainingBits) throws IOException {
    List<Double> bits = new ArrayList<>();
    BitsPerFlow own = heldOut(data.heldOut(), bits);
    BitsPerFlow blended = heldOut(data.heldOutBlended(), bits);
    for (double each : bits) {
      checkFinite(each);
    }
    if (state.reports.isEmpty()) {
      state.first = List.copyOf(bits);
    }
    double watched = bits.isEmpty() ? trainingBits : EpochChoice.watched(bits, state.first);
    boolean best = state.reports.isEmpty() || watched < state.bestWatched;
    if (best) {
      state.keepBest(watched);
    }
    state.reports.add(
        new EpochReport(state.epoch, state.seconds, trainingBits, own, blended, best));
  }

  /** Adds the bits per flow of each series; null if there is none. */
  private BitsPerFlow heldOut(List<Sequence> sequences, List<Double> each) throws IOException {
    if (sequences.isEmpty()) {
      return null;
    }
    var losses = measuring.losses(state.weights, sequences.stream().map(List::of).toList());
    losses.forEach(one -> each.add(one.exact()));
    return measuring.bits(losses);
  }

  /** Mean bits per flow of these weights on sequences under profiles of the training data. */
  public BitsPerFlow evaluate(Weights weights, List<Sequence> sequences) throws IOException {
    return measuring.bits(measuring.losses(weights, List.of(sequences)));
  }

  @Override
  public void close() {
    threads.shutdownNow();
    workers.forEach(Worker::close);
  }
}
