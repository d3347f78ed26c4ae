package io.stanflow.baseline;

import io.stanflow.io.series.DuckTable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** A simple generator to hold a model against. */
public interface Baseline {
  /** Stable name, as reports print it. */
  String name();

  /**
   * Fits the baseline on a table and writes flows for the same hosts, to each host as many as it
   * has in the table. Read back with the table's own {@link DuckTable#internal internal} blocks,
   * they are these hosts' again, but for flows between two internal hosts about equally busy, which
   * the reader may give to the other. A csv is to be read with the table's {@link DuckTable#schema
   * schema}, as its header line does not say every kind. The same table and seed give the same
   * bytes.
   *
   * @param file to be written in the table's own format; compressed if it ends in {@code .gz} or
   *     {@code .zst}
   * @throws IOException if the table cannot be read or the file not be written; nothing is left
   *     behind
   */
  void write(DuckTable real, long seed, Path file) throws IOException;

  /** All baselines, the simplest first. */
  static List<Baseline> all() {
    return List.of(new IndependentColumns(), new BayesianNetwork(), new Memoriser());
  }
}
