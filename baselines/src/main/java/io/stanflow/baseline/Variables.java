package io.stanflow.baseline;

import io.stanflow.flow.Attribute;
import io.stanflow.flow.Schema;
import io.stanflow.io.mapping.FlowColumns;
import io.stanflow.io.series.DuckTable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.ObjDoubleConsumer;
import java.util.function.ToDoubleFunction;

/**
 * The variables that a table's flows have, in the order in which a flow is given values: peer and
 * direction before the ports on their sides. There are as many as attributes.
 */
final class Variables {
  /** Numbers that bins are cut from, of each quantity. */
  private static final int SAMPLE = 1 << 17;

  private static final int MOST_STATES = 128;
  private static final int LEAST_STATES = 8;

  /** Counters of pairs of states, all together. */
  private static final double CELLS = 1 << 23;

  private final DuckTable real;
  private final Schema schema;
  private final TableQuery query;
  private final int most; // states of a variable

  /**
   * A number of a flow.
   *
   * @param reader gives NaN where a flow has none
   */
  private record Quantity(
      String name, ToDoubleFunction<FlowInSeries> reader, ObjDoubleConsumer<FlowDraft> writer) {}

  private Variables(DuckTable real, TableQuery query) {
    this.real = real;
    this.query = query;
    schema = real.schema();
    most = mostStates(schema.size(), real.size());
  }

  /**
   * States that each variable may have: so few that {@link PairCounts} stays small, and that there
   * are at least as many flows as pairs of states.
   */
  static int mostStates(int variables, long flows) {
    double pairs = variables * (variables - 1) / 2.0 + (double) variables * variables;
    double states = Math.sqrt(Math.min(CELLS / pairs, (double) flows));
    return (int) Math.max(LEAST_STATES, Math.min(MOST_STATES, states));
  }

  /** Fits the variables of a table. */
  static List<Variable> of(
      DuckTable real, TableQuery query, List<Host> hosts, SplittableRandom random)
      throws IOException {
    var variables = new Variables(real, query);
    var all = new ArrayList<Variable>();
    if (FlowColumns.hasSides(variables.schema)) {
      all.add(Variable.ofPeers(new Peers(query.peers(), hosts, real.internal()), variables.most));
      all.add(variables.direction());
    }
    for (int i = 0; i < variables.schema.size(); i++) {
      Attribute attribute = variables.schema.attributes().get(i);
      if (AttributeWords.suit(attribute) && !FlowColumns.isSide(variables.schema, attribute)) {
        all.add(variables.word(i, attribute));
      }
    }
    all.addAll(variables.numbers(random));
    return all;
  }

  private Variable direction() throws IOException {
    return Variable.ofWords(
        "direction", query.directions(), most, FlowInSeries::outgoing, FlowDraft::outgoing);
  }

  private Variable word(int index, Attribute attribute) throws IOException {
    String name = attribute.name();
    if (FlowColumns.hasSides(schema) && schema.has(Schema.SOURCE_PORT)) {
      if (name.equals(Schema.SOURCE_PORT) && schema.has(Schema.DESTINATION_PORT)) {
        return port("localPort", true);
      } else if (name.equals(Schema.DESTINATION_PORT)) {
        return port("peerPort", false);
      }
    }
    return AttributeWords.of(query, index, attribute).variable(name, most);
  }

  /**
   * @param local whether it is the host's port or the peer's
   */
  private Variable port(String name, boolean local) throws IOException {
    int source = schema.index(Schema.SOURCE_PORT);
    int destination = schema.index(Schema.DESTINATION_PORT);
    return Variable.ofWords(
        name,
        query.ports(local),
        most,
        seen -> seen.flow().number(seen.outgoing() == local ? source : destination),
        (flow, port) -> flow.draft().number(flow.outgoing() == local ? source : destination, port));
  }

  private List<Variable> numbers(SplittableRandom random) throws IOException {
    var quantities = new ArrayList<Quantity>();
    var samples = new ArrayList<Reservoir>();
    for (int i = 0; i < schema.size(); i++) {
      Attribute attribute = schema.attributes().get(i);
      if (!AttributeWords.suit(attribute)) {
        quantities.add(quantity(i, attribute));
        samples.add(new Reservoir(SAMPLE, random.split()));
      }
    }
    FlowInSeries.forEach(
        real,
        seen -> {
          for (int i = 0; i < quantities.size(); i++) {
            samples.get(i).add(quantities.get(i).reader.applyAsDouble(seen));
          }
        });
    var variables = new ArrayList<Variable>();
    for (int i = 0; i < quantities.size(); i++) {
      Quantity quantity = quantities.get(i);
      NumberStates states = NumberStates.of(samples.get(i).sorted(), most);
      variables.add(Variable.ofNumbers(quantity.name, states, quantity.reader, quantity.writer));
    }
    return variables;
  }

  private Quantity quantity(int index, Attribute attribute) throws IOException {
    String name = attribute.name();
    if (name.equals(Schema.TIME)) {
      return gap(query.unit(attribute));
    }
    return switch (attribute.held()) {
      case NUMBER ->
          new Quantity(
              name,
              seen -> (double) seen.flow().number(index),
              (flow, number) -> flow.draft().number(index, (long) number));
      case REAL ->
          new Quantity(
              name,
              seen -> seen.flow().real(index),
              (flow, number) -> flow.draft().real(index, number));
      case WORD, ADDRESS -> throw new IllegalArgumentException(attribute + " is no number");
    };
  }

  /**
   * The gap in mean gaps of its host, so that a host's flows take as long as the real ones, however
   * busy it is; generated, in the mean gap that is left. Rounded to times of the grid by chance, so
   * that the mean stays.
   */
  private static Quantity gap(Unit unit) {
    return new Quantity(
        "gap",
        FlowInSeries::relativeGap,
        (flow, relative) -> {
          double units = relative * flow.meanGapMicros() / unit.step();
          long whole = (long) Math.floor(units + flow.random().nextDouble());
          flow.advance(whole * (long) unit.step());
        });
  }
}
