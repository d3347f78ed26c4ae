package io.stanflow.testing;

import io.stanflow.flow.Address;
import io.stanflow.flow.Attribute;
import io.stanflow.flow.Attribute.Kind;
import io.stanflow.flow.Cidr;
import io.stanflow.flow.Flow;
import io.stanflow.flow.FlowTable;
import io.stanflow.flow.Schema;
import io.stanflow.flow.Series;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.UnaryOperator;

/** A flow table in memory. */
public record MemoryTable(Schema schema, List<Cidr> internal, List<Series> series)
    implements FlowTable {
  @Override
  public String format() {
    return "ugr16";
  }

  @Override
  public long size() {
    return series.stream().mapToLong(s -> s.flows().size()).sum();
  }

  @Override
  public int hosts() {
    return series.size();
  }

  @Override
  public void forEachSeries(Visitor visitor) throws IOException {
    for (Series one : series) {
      visitor.visit(one);
    }
  }

  /** A table of rows that no host owns. */
  public static MemoryTable anonymous(Schema schema, List<Flow> rows) {
    return new MemoryTable(schema, List.of(), List.of(new Series(null, List.copyOf(rows))));
  }

  /** Every row changed; order is kept. */
  public MemoryTable map(UnaryOperator<Flow> change) {
    return new MemoryTable(
        schema,
        internal,
        series.stream()
            .map(s -> new Series(s.host(), s.flows().stream().map(change).toList()))
            .toList());
  }

  /** The same rows with other columns: what the two schemas share is copied by name. */
  public MemoryTable project(Schema to) {
    List<Series> projected = new ArrayList<>();
    for (Series one : series) {
      projected.add(new Series(one.host(), one.flows().stream().map(f -> project(f, to)).toList()));
    }
    if (to.has(Schema.SOURCE_ADDRESS)) {
      return new MemoryTable(to, internal, projected);
    }
    List<Flow> all = new ArrayList<>();
    projected.forEach(s -> all.addAll(s.flows()));
    if (to.has(Schema.TIME)) {
      all.sort(Comparator.comparingLong(Flow::timeMicros));
    }
    return anonymous(to, all);
  }

  private static Flow project(Flow flow, Schema to) {
    var draft = new Flow.Draft(to);
    Schema from = flow.schema();
    for (int i = 0; i < to.size(); i++) {
      Attribute attribute = to.attributes().get(i);
      int at = from.index(attribute.name());
      if (at < 0) {
        continue; // a column of the projection alone keeps its neutral value
      }
      if (attribute.kind() == Kind.CATEGORICAL) {
        draft.word(i, flow.word(at));
      } else if (attribute.kind() == Kind.ADDRESS) {
        draft.address(i, flow.address(at));
      } else if (attribute.kind() == Kind.CONTINUOUS) {
        draft.real(i, flow.real(at));
      } else {
        draft.number(i, flow.number(at));
      }
    }
    return draft.flow();
  }

  /** All rows, series after series. */
  public List<Flow> flows() {
    return series.stream().flatMap(s -> s.flows().stream()).toList();
  }

  /** Every host of the table. */
  public List<Address> addresses() {
    return series.stream().map(Series::host).toList();
  }
}
