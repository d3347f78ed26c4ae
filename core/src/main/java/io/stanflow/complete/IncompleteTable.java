package io.stanflow.complete;

import io.stanflow.codec.Blank;
import io.stanflow.flow.Attribute;
import io.stanflow.flow.Cidr;
import io.stanflow.flow.Flow;
import io.stanflow.flow.FlowTable;
import io.stanflow.flow.Schema;
import io.stanflow.flow.Series;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * A table in a model's schema, whatever it has of it: values that its flows lack are neutral ones.
 * Its other attributes are left out.
 */
final class IncompleteTable implements FlowTable {
  private final FlowTable table;
  private final Gaps gaps;
  private final Schema schema;

  /** Index in the table's schema of each attribute; -1 where it lacks it. */
  private final int[] theirs;

  /**
   * @param schema of the model
   * @throws IllegalArgumentException if an attribute is of another kind in the table
   */
  IncompleteTable(FlowTable table, Gaps gaps, Schema schema) {
    this.table = table;
    this.gaps = gaps;
    this.schema = schema;
    theirs = schema.attributes().stream().mapToInt(a -> table.schema().index(a.name())).toArray();
    for (int i = 0; i < theirs.length; i++) {
      Attribute wanted = schema.attributes().get(i);
      if (theirs[i] >= 0 && table.schema().kind(theirs[i]) != wanted.kind()) {
        throw new IllegalArgumentException(
            "%s is of kind %s, but of kind %s in the model"
                .formatted(wanted.name(), table.schema().kind(theirs[i]), wanted.kind()));
      }
    }
  }

  /** Attributes that no flow has. */
  Set<String> lacking() {
    Set<String> names = new HashSet<>();
    for (int i = 0; i < theirs.length; i++) {
      if (theirs[i] < 0) {
        names.add(schema.attributes().get(i).name());
      }
    }
    return names;
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
    boolean[] whole = new boolean[blanks.size()];
    for (int b = 0; b < whole.length; b++) {
      whole[b] = theirs[schema.index(blanks.get(b).attribute())] < 0;
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
          visitor.visit(new Incomplete(seen(series), lacking, before[0], (int) before[1]));
          before[0] += flows.size();
          before[1]++;
        });
  }

  private Series seen(Series series) {
    List<Flow> flows = new ArrayList<>(series.flows().size());
    for (Flow flow : series.flows()) {
      var draft = new Flow.Draft(schema);
      for (int i = 0; i < theirs.length; i++) {
        if (theirs[i] >= 0) {
          draft.copy(i, flow, theirs[i]);
        }
      }
      flows.add(draft.flow());
    }
    return new Series(series.host(), flows, series.places());
  }

  @Override
  public Schema schema() {
    return schema;
  }

  @Override
  public String format() {
    return table.format();
  }

  @Override
  public long size() {
    return table.size();
  }

  @Override
  public int hosts() {
    return table.hosts();
  }

  @Override
  public List<Cidr> internal() {
    return table.internal();
  }

  @Override
  public Recording recording() throws IOException {
    return table.recording();
  }

  @Override
  public void forEachSeries(Visitor visitor) throws IOException {
    table.forEachSeries(series -> visitor.visit(seen(series)));
  }
}
