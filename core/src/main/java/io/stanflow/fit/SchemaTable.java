package io.stanflow.fit;

import io.stanflow.flow.Attribute;
import io.stanflow.flow.Cidr;
import io.stanflow.flow.Flow;
import io.stanflow.flow.FlowTable;
import io.stanflow.flow.Schema;
import io.stanflow.flow.Series;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * A table in a model's schema, whatever it has of it: values that it lacks are neutral ones. Its
 * other attributes are left out.
 */
public final class SchemaTable implements FlowTable {
  private final FlowTable table;
  private final Schema schema;

  /** Index in the table's schema of each attribute; -1 where it lacks it. */
  private final int[] theirs;

  /**
   * @param schema of the model
   * @throws IllegalArgumentException if an attribute is of another kind in the table
   */
  public SchemaTable(FlowTable table, Schema schema) {
    this.table = table;
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

  /** Attributes that no flow has, in the order of the schema. */
  public Set<String> lacking() {
    Set<String> names = new LinkedHashSet<>();
    for (int i = 0; i < theirs.length; i++) {
      if (theirs[i] < 0) {
        names.add(schema.attributes().get(i).name());
      }
    }
    return names;
  }

  /** A series of the table in the schema. */
  public Series seen(Series series) {
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
