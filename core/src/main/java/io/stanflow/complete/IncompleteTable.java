package io.stanflow.complete;

import io.stanflow.codec.Blank;
import io.stanflow.fit.SchemaTable;
import io.stanflow.flow.Flow;
import io.stanflow.flow.FlowTable;
import io.stanflow.flow.Schema;
import io.stanflow.flow.Series;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** A table in a model's schema, and what its flows lack of it. */
final class IncompleteTable {
  private final FlowTable table;
  private final Gaps gaps;
  private final SchemaTable inSchema;

  /**
   * @param schema of the model
   * @throws IllegalArgumentException if an attribute is of another kind in the table
   */
  IncompleteTable(FlowTable table, Gaps gaps, Schema schema) {
    this.table = table;
    this.gaps = gaps;
    inSchema = new SchemaTable(table, schema);
  }

  /** The table in the schema; values that its flows lack are neutral ones. */
  SchemaTable inSchema() {
    return inSchema;
  }

  /**
   * Some host's flows.
   *
   * @param lacking for each flow and each of the blanks asked for, whether it lacks it
   * @param number of flows in all series before
   * @param index among the series
   */
  record Incomplete(Series series, boolean[][] lacking, long number, int index) {
    /** Blanks of which more than half of the flows lack the value. */
    Set<String> unknown(List<Blank> blanks) {
      Set<String> names = new HashSet<>();
      for (int b = 0; b < blanks.size(); b++) {
        int lacks = 0;
        for (boolean[] flow : lacking) {
          lacks += flow[b] ? 1 : 0;
        }
        if (2 * lacks > lacking.length) {
          names.add(blanks.get(b).attribute());
        }
      }
      return names;
    }
  }

  /** Takes one host after the other. */
  @FunctionalInterface
  interface IncompleteVisitor {
    /** Takes the next one; what it throws ends the pass. */
    void visit(Incomplete host) throws IOException;
  }

  /** Hands over each series with what its flows lack of some blanks. */
  void forEach(List<Blank> blanks, IncompleteVisitor visitor) throws IOException {
    Set<String> absent = inSchema.lacking();
    boolean[] whole = new boolean[blanks.size()];
    for (int b = 0; b < whole.length; b++) {
      whole[b] = absent.contains(blanks.get(b).attribute());
    }
    long[] before = new long[2]; // flows, series
    table.forEachSeries(
        series -> {
          List<Flow> flows = series.flows();
          boolean[][] lacking = new boolean[flows.size()][blanks.size()];
          for (int i = 0; i < lacking.length; i++) {
            for (int b = 0; b < whole.length; b++) {
              String attribute = blanks.get(b).attribute();
              lacking[i][b] = whole[b] || gaps.lack(flows.get(i), attribute);
            }
          }
          visitor.visit(new Incomplete(inSchema.seen(series), lacking, before[0], (int) before[1]));
          before[0] += flows.size();
          before[1]++;
        });
  }
}
