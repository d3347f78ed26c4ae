package io.stanflow.baseline;

import io.stanflow.baseline.NumberVariable.Quantity;
import io.stanflow.flow.Address;
import io.stanflow.flow.Attribute;
import io.stanflow.flow.Attribute.Kind;
import io.stanflow.flow.Schema;
import io.stanflow.io.series.DuckTable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

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
  private final TableQueries queries;
  private final int most; // states of a variable

  private Variables(DuckTable real, TableQueries queries) {
    this.real = real;
    this.queries = queries;
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
      DuckTable real, TableQueries queries, List<Host> hosts, SplittableRandom random)
      throws IOException {
    var variables = new Variables(real, queries);
    var all = new ArrayList<Variable>();
    if (queries.hasSides()) {
      var peers = new Peers(queries.peers(), hosts, real.internal());
      all.add(new PeerVariable(peers, variables.most));
      all.add(variables.direction());
    }
    for (int i = 0; i < variables.schema.size(); i++) {
      Attribute attribute = variables.schema.attributes().get(i);
      if (isWord(attribute) && !queries.isSide(attribute)) {
        all.add(variables.word(i, attribute));
      }
    }
    all.addAll(variables.numbers(random));
    return all;
  }

  private static boolean isWord(Attribute attribute) {
    return attribute.kind() == Kind.CATEGORICAL
        || attribute.kind() == Kind.ADDRESS
        || attribute.kind() == Kind.FLAGS
        || attribute.kind() == Kind.PORT;
  }

  private Variable direction() throws IOException {
    return new WordVariable<>(
        "direction", queries.directions(), most, Seen::outgoing, Making::outgoing);
  }

  private Variable word(int index, Attribute attribute) throws IOException {
    String name = attribute.name();
    if (attribute.kind() == Kind.CATEGORICAL) {
      return new WordVariable<String>(
          name,
          queries.words(attribute),
          most,
          seen -> seen.flow().word(index),
          (making, word) -> making.draft().word(index, word));
    } else if (attribute.kind() == Kind.ADDRESS) {
      return new WordVariable<Address>(
          name,
          queries.addresses(name),
          most,
          seen -> seen.flow().address(index),
          (making, address) -> making.draft().address(index, address));
    } else if (queries.hasSides() && schema.has(Schema.SOURCE_PORT)) {
      if (name.equals(Schema.SOURCE_PORT) && schema.has(Schema.DESTINATION_PORT)) {
        return port("localPort", true);
      } else if (name.equals(Schema.DESTINATION_PORT)) {
        return port("peerPort", false);
      }
    }
    return new WordVariable<Long>(
        name,
        queries.numbers(TableQueries.quote(name)),
        most,
        seen -> seen.flow().number(index),
        (making, number) -> making.draft().number(index, number));
  }

  /**
   * @param local whether it is the host's port or the peer's
   */
  private Variable port(String name, boolean local) throws IOException {
    int source = schema.index(Schema.SOURCE_PORT);
    int destination = schema.index(Schema.DESTINATION_PORT);
    String expression =
        "CASE WHEN outgoing = %s THEN sourcePort ELSE destinationPort END".formatted(local);
    return new WordVariable<Long>(
        name,
        queries.numbers(expression),
        most,
        seen -> seen.flow().number(seen.outgoing() == local ? source : destination),
        (making, port) ->
            making.draft().number(making.outgoing() == local ? source : destination, port));
  }

  private List<Variable> numbers(SplittableRandom random) throws IOException {
    var quantities = new ArrayList<Quantity>();
    var samples = new ArrayList<Reservoir>();
    for (int i = 0; i < schema.size(); i++) {
      Attribute attribute = schema.attributes().get(i);
      if (!isWord(attribute)) {
        quantities.add(quantity(i, attribute));
        samples.add(new Reservoir(SAMPLE, random.split()));
      }
    }
    Seen.forEach(
        real,
        seen -> {
          for (int i = 0; i < quantities.size(); i++) {
            samples.get(i).add(quantities.get(i).reader().applyAsDouble(seen));
          }
        });
    var variables = new ArrayList<Variable>();
    for (int i = 0; i < quantities.size(); i++) {
      Numbers numbers = Numbers.of(samples.get(i).sorted(), most);
      variables.add(new NumberVariable(quantities.get(i), numbers));
    }
    return variables;
  }

  private Quantity quantity(int index, Attribute attribute) throws IOException {
    String name = attribute.name();
    if (name.equals(Schema.TIME)) {
      return gap(queries.unit(attribute));
    } else if (attribute.kind() == Kind.CONTINUOUS) {
      return new Quantity(
          name,
          seen -> seen.flow().real(index),
          (making, number) -> making.draft().real(index, number));
    }
    return new Quantity(
        name,
        seen -> (double) seen.flow().number(index),
        (making, number) -> making.draft().number(index, (long) number));
  }

  /**
   * The gap in mean gaps of its host, so that a host's flows take as long as the real ones, however
   * busy it is; generated, in the mean gap that is left. Rounded to times of the grid by chance, so
   * that the mean stays.
   */
  private static Quantity gap(Unit unit) {
    return new Quantity(
        "gap",
        Seen::relativeGap,
        (making, relative) -> {
          double units = relative * making.meanGapMicros() / unit.step();
          long whole = (long) Math.floor(units + making.random().nextDouble());
          making.advance(whole * (long) unit.step());
        });
  }
}
