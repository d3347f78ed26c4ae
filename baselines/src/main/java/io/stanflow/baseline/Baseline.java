package io.stanflow.baseline;

import io.stanflow.io.FlowFiles;
import io.stanflow.io.format.FlowWriter;
import io.stanflow.io.series.DuckTable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.SplittableRandom;

/** The simple generators to hold a model against, the simplest first. */
public enum Baseline {
  /** See {@link IndependentColumns}. */
  INDEPENDENT_COLUMNS("independentColumns"),
  /** See {@link BayesianNetwork}. */
  BAYESIAN_NETWORK("bayesianNetwork"),
  /** See {@link Memoriser}. */
  MEMORISER("memoriser");

  private final String key;

  Baseline(String key) {
    this.key = key;
  }

  /** A fitted generator. */
  @FunctionalInterface
  interface Fitted {
    /** Gives all its flows to a writer, which stays open. */
    void writeTo(FlowWriter writer) throws IOException;
  }

  /** Stable name, as reports print it. */
  public String key() {
    return key;
  }

  private Fitted fit(DuckTable real, SplittableRandom random) throws IOException {
    return switch (this) {
      case INDEPENDENT_COLUMNS -> new IndependentColumns(real, random);
      case BAYESIAN_NETWORK -> new BayesianNetwork(real, random);
      case MEMORISER -> new Memoriser(real, random);
    };
  }

  /**
   * Fits the baseline on a table and writes flows for the same hosts, to each host as many as it
   * has in the table. Read back with the table's own {@link DuckTable#internal internal} blocks,
   * they are these hosts' again, but for flows between two internal hosts about equally busy, which
   * the reader may give to the other. A csv is to be read with the table's {@link DuckTable#schema
   * schema}, as its header line does not say every kind. The same table and seed give the same
   * bytes.
   *
   * @param file to be written in the table's own format, or as {@code csv} if that cannot be
   *     written; compressed if it ends in {@code .gz} or {@code .zst}
   * @throws IOException if the table cannot be read or the file not be written; nothing is left
   *     behind
   */
  public void write(DuckTable real, long seed, Path file) throws IOException {
    write(real, fit(real, new SplittableRandom(seed)), file);
  }

  /** Completes the file, or leaves none. */
  static void write(DuckTable real, Fitted fitted, Path file) throws IOException {
    FlowWriter writer =
        real.layout().isEmpty()
            ? FlowFiles.writer(file.toString(), FlowFiles.writable(real.format()), real.schema())
            : FlowFiles.writer(file.toString(), real.schema(), real.layout().get());
    boolean complete = false;
    try {
      fitted.writeTo(writer);
      complete = true;
    } finally {
      if (!complete) {
        writer.abort();
      }
      writer.close();
    }
  }
}
