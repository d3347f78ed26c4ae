package io.stanflow.spark;

import io.stanflow.evaluate.measure.HostHalves;
import io.stanflow.evaluate.measure.Measurable;
import io.stanflow.evaluate.measure.Query;
import io.stanflow.evaluate.measure.Steps;
import io.stanflow.flow.Attribute;
import io.stanflow.flow.Cidr;
import io.stanflow.flow.Schema;
import io.stanflow.io.mapping.FlowColumns;
import io.stanflow.io.series.HostSides;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.spark.sql.Dataset;

/**
 * The flows of a Spark table, or those of half of its hosts, kept by the executors until closed.
 */
final class SparkFlows implements Measurable, AutoCloseable {
  private static final String FLOWS = "flows";
  private static final String HOSTS = "hosts";
  private static final String GIVEN = "given";
  private static final String STAGED = "staged";
  private static final String BUSY = "busy";

  private final String name;
  private final Schema schema;
  private final List<Cidr> internal;
  private final SparkQuery query;
  private final long read; // 0 of half of the hosts
  private final long flows;
  private final int hosts;

  private SparkFlows(String name, Schema schema, List<Cidr> internal, SparkQuery query, long read)
      throws IOException {
    this.name = name;
    this.schema = schema;
    this.internal = internal;
    this.query = query;
    this.read = read;
    double[] size = {query.row("SELECT count(*) FROM flows")[0], 1};
    if (FlowColumns.hasSides(schema)) {
      size = query.row("SELECT sum(flows), count(*) FROM hosts");
    }
    flows = (long) size[0];
    hosts = (int) size[1];
  }

  /**
   * All flows of a table.
   *
   * @param name for the report and messages
   * @param internal blocks of the hosts
   * @param renamed columns of attributes that have other names
   * @throws IllegalArgumentException if the table cannot be measured
   */
  static SparkFlows of(
      String name, Dataset<?> table, List<Cidr> internal, Map<String, String> renamed)
      throws IOException {
    TableColumns columns = TableColumns.of(name, table.schema(), renamed);
    Schema schema = columns.schema();
    boolean sides = FlowColumns.hasSides(schema);
    if (sides && internal.isEmpty()) {
      throw new IllegalArgumentException(
          "table " + name + " has addresses: say whose the hosts are, as internal=10.0.0.0/8");
    }
    var query = new SparkQuery(table.sparkSession());
    try {
      query.adopt(GIVEN, table);
      var sql = new StagedSql(columns);
      query.table(STAGED, "SELECT * FROM " + sql.rows(GIVEN));
      long read = check(name, schema, query.row(sql.wrong(STAGED)));
      sort(query, schema, internal);
      var flows = new SparkFlows(name, schema, sides ? internal : List.of(), query, read);
      if (flows.flows == 0) {
        throw new IllegalArgumentException(
            "table %s has no flow with a side in %s; say other internal blocks"
                .formatted(
                    name, internal.stream().map(Cidr::toString).collect(Collectors.joining(", "))));
      }
      query.drop(STAGED);
      query.drop(BUSY);
      Steps.create(schema, query, FLOWS, Steps.TABLE);
      return flows;
    } catch (IOException | RuntimeException e) {
      query.close();
      throw e;
    }
  }

  private static long check(String name, Schema schema, double[] counts) {
    for (int i = 0; i < schema.size(); i++) {
      if (counts[i + 1] > 0) {
        Attribute attribute = schema.attributes().get(i);
        throw new IllegalArgumentException(
            "table %s: %s is not %s in %.0f of %.0f rows; leave these out"
                .formatted(
                    name, attribute.name(), StagedSql.wanted(attribute), counts[i + 1], counts[0]));
      }
    }
    return (long) counts[0];
  }

  /** Tables {@code flows} and {@code hosts}. */
  private static void sort(SparkQuery query, Schema schema, List<Cidr> internal) {
    String attributes =
        schema.attributes().stream()
            .filter(attribute -> !FlowColumns.isSide(schema, attribute))
            .flatMap(attribute -> FlowColumns.of(attribute).stream())
            .collect(Collectors.joining(", "));
    String series = "PARTITION BY host_high, host_low ORDER BY ";
    String from = STAGED;
    String order = schema.has(Schema.TIME) ? "time, " + attributes : attributes;
    if (FlowColumns.hasSides(schema)) {
      var sides = new HostSides(schema, Optional.empty());
      query.table(BUSY, HostSides.busy(internal));
      from = "(" + sides.assigned(attributes) + ")";
      order = series + HostSides.order(schema, attributes);
    } else {
      order = "ORDER BY " + order;
    }
    query.table(FLOWS, "SELECT *, row_number() OVER (" + order + ") AS rowid FROM " + from);
    if (FlowColumns.hasSides(schema)) {
      query.table(HOSTS, HostSides.HOSTS);
    }
  }

  /**
   * The flows of {@link HostHalves a half} of the hosts, of which there are at least two.
   *
   * @param half 0 or 1
   */
  SparkFlows half(int half) throws IOException {
    query.view("half_hosts", HostHalves.sql(half));
    query.view(
        "half_flows", "SELECT f.* FROM flows f SEMI JOIN half_hosts USING (host_high, host_low)");
    SparkQuery part = query.another();
    try {
      for (String table : List.of(HOSTS, FLOWS)) {
        part.adopt("half_" + table, query.shared("half_" + table));
        part.table(table, "SELECT * FROM half_" + table);
      }
      Steps.create(schema, part, FLOWS, Steps.TABLE);
      return new SparkFlows(name, schema, internal, part, 0);
    } catch (IOException | RuntimeException e) {
      part.close();
      throw e;
    }
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public String format() {
    return "spark";
  }

  @Override
  public Schema schema() {
    return schema;
  }

  @Override
  public long flows() {
    return flows;
  }

  @Override
  public int hosts() {
    return hosts;
  }

  @Override
  public List<Cidr> internal() {
    return internal;
  }

  @Override
  public long malformed() {
    return 0;
  }

  @Override
  public long leftOut() {
    return Math.max(0, read - flows);
  }

  @Override
  public Query query() {
    return query;
  }

  /** Has the executors forget the flows. */
  @Override
  public void close() {
    query.close();
  }
}
