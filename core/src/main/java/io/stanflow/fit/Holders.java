package io.stanflow.fit;

import io.stanflow.flow.FlowTable;
import io.stanflow.flow.Series;

/**
 * Who has a row, in one pass over a table: its host, or, in a table without addresses, the part of
 * the table that it stands in. There a value that comes in many parts is nobody's alone, as far as
 * can be seen.
 */
final class Holders {
  /** Parts of a table without addresses, of consecutive rows. */
  static final int PARTS = 64;

  private final double rowsOfPart;
  private int series = -1;
  private boolean parts;

  Holders(FlowTable table) {
    rowsOfPart = Math.max(1, table.size() / (double) PARTS);
  }

  /** Goes on to the next series; to be called once for each. */
  void next(Series of) {
    series++;
    parts = of.host() == null;
  }

  /** Number of the holder of a row of the series; ascends from row to row. */
  int of(int row) {
    return parts ? (int) (row / rowsOfPart) : series;
  }
}
