package io.stanflow.baseline;

import io.stanflow.flow.Address;
import io.stanflow.flow.Flow;
import io.stanflow.flow.Schema;
import io.stanflow.io.format.FlowWriter;
import io.stanflow.io.mapping.FlowColumns;
import io.stanflow.io.series.DuckTable;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * Repeats real flows: to each host as many as it has, drawn with replacement from its own (Efron,
 * Bootstrap Methods, Annals of Statistics 7, 1979), in the order of their record times, or of the
 * table where they have none. Nothing is nearer to the real table row by row, and nothing less
 * private: what it wins over a model is no merit.
 */
final class Memoriser implements Baseline.Fitted {
  private final Schema schema;
  private final TableQuery query;
  private final SplittableRandom random;
  private final Map<Address, Bootstrap> draws = new HashMap<>();

  Memoriser(DuckTable real, SplittableRandom random) throws IOException {
    schema = real.schema();
    query = new TableQuery(real);
    this.random = random;
    for (Host host : query.hosts()) {
      draws.put(host.address(), new Bootstrap(host.flows()));
    }
  }

  @Override
  public void writeTo(FlowWriter writer) throws IOException {
    FlowColumns columns = FlowColumns.ofSeries(schema);
    var draft = new Flow.Draft(schema);
    String order = schema.has(Schema.TIME) ? "\"time\", rowid" : "rowid";
    query.forEach( // sorted on disk if need be
        "SELECT " + columns.select() + " FROM flows ORDER BY " + order,
        row -> {
          Address host = columns.read(row, draft);
          Flow flow = draft.flow();
          long times = draws.get(host).next(random);
          for (long i = 0; i < times; i++) {
            writer.write(flow);
          }
          return true;
        });
  }
}
