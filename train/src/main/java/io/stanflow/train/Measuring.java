package io.stanflow.train;

import io.stanflow.codec.Layout;
import io.stanflow.codec.Sequence;
import io.stanflow.model.Weights;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;

/** What flows cost under given weights, by the workers of a training. */
final class Measuring {
  private final List<Worker> workers;
  private final ExecutorService threads;
  private final TrainOptions.Fit fit;
  private final Layout layout;
  private final TrainMonitor monitor;

  Measuring(
      List<Worker> workers,
      ExecutorService threads,
      TrainOptions.Fit fit,
      Layout layout,
      TrainMonitor monitor) {
    this.workers = workers;
    this.threads = threads;
    this.fit = fit;
    this.layout = layout;
    this.monitor = monitor;
  }

  /**
   * Summed losses of some flows, nats.
   *
   * @param sums by kind, exact values before classes alone, and field
   */
  record Losses(long rows, List<double[]> sums) {
    /** Bits per flow, exact values. */
    double exact() {
      return Arrays.stream(sums.get(0)).sum() * Trainer.BITS_PER_NAT / rows;
    }
  }

  /** Those of each part. */
  List<Losses> losses(Weights weights, List<List<Sequence>> parts) throws IOException {
    List<List<List<Batch.Chunk>>> batches = new ArrayList<>();
    List<Future<double[][]>> futures = new ArrayList<>();
    for (List<Sequence> part : parts) {
      int chunkRows = fit.chunkRows();
      batches.add(BatchPlan.batches(part, chunkRows, fit.batchRows(), null));
      for (List<Batch.Chunk> chunks : batches.get(batches.size() - 1)) {
        Worker worker = workers.get(futures.size() % workers.size());
        futures.add(threads.submit(() -> worker.losses(weights, chunks)));
      }
    }
    long ofRows = parts.stream().flatMap(List::stream).mapToLong(Sequence::rows).sum();
    long done = 0;
    int next = 0;
    List<Losses> losses = new ArrayList<>();
    for (List<List<Batch.Chunk>> part : batches) {
      int fields = layout.fields().size();
      List<double[]> sums = List.of(new double[fields], new double[fields]);
      long rows = 0;
      for (List<Batch.Chunk> chunks : part) {
        add(sums, Trainer.get(futures.get(next++)));
        rows += chunks.stream().mapToLong(Batch.Chunk::rows).sum();
        monitor.measuring(done + rows, ofRows);
      }
      done += rows;
      losses.add(new Losses(rows, sums));
    }
    return losses;
  }

  private static void add(List<double[]> sums, double[][] part) {
    for (int kind = 0; kind < part.length; kind++) {
      for (int f = 0; f < part[kind].length; f++) {
        sums.get(kind)[f] += part[kind][f];
      }
    }
  }

  /** Mean bits per flow of some parts. */
  BitsPerFlow bits(List<Losses> parts) {
    long rows = parts.stream().mapToLong(Losses::rows).sum();
    Map<String, Double> fields = new LinkedHashMap<>();
    double exact = 0;
    double classes = 0;
    for (int f = 0; f < layout.fields().size(); f++) {
      double bits = 0;
      for (Losses part : parts) {
        bits += part.sums().get(0)[f] * Trainer.BITS_PER_NAT / rows;
        classes += part.sums().get(1)[f] * Trainer.BITS_PER_NAT / rows;
      }
      fields.put(layout.fields().get(f).name(), bits);
      exact += bits;
    }
    return new BitsPerFlow(rows, exact, classes, fields);
  }
}
