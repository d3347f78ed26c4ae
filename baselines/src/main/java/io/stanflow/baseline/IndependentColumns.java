package io.stanflow.baseline;

import io.stanflow.flow.Address;
import io.stanflow.flow.Attribute;
import io.stanflow.flow.Attribute.Kind;
import io.stanflow.flow.Flow;
import io.stanflow.flow.Schema;
import io.stanflow.io.series.DuckTable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Draws every attribute by itself: words, ports, flags, addresses and direction by their
 * frequencies, numbers from histograms of {@value #BINS} bins on the scale of ln(1 + x), times from
 * {@value #TIME_BINS} even bins. All that hangs together is a host and its number of flows. The
 * first baseline of STAN (Xu et al. 2021) is of this kind, with a Gaussian mixture for each column.
 */
final class IndependentColumns implements Baseline {
  private static final int BINS = 100;
  private static final int TIME_BINS = 1000;

  /** Sets one attribute. */
  @FunctionalInterface
  private interface Column {
    void draw(Flow.Draft draft, SplittableRandom random);
  }

  @Override
  public String name() {
    return "independentColumns";
  }

  @Override
  public void write(DuckTable real, long seed, Path file) throws IOException {
    var queries = new TableQueries(real);
    List<Column> columns = columns(real.schema(), queries);
    List<Host> hosts = queries.hosts();
    Sides sides = queries.hasSides() ? Sides.of(real, queries, hosts) : null;
    var random = new SplittableRandom(seed);
    var draft = new Flow.Draft(real.schema());
    BaselineFile.write(
        real,
        file,
        writer -> {
          for (Host host : hosts) {
            for (long i = 0; i < host.flows(); i++) {
              columns.forEach(column -> column.draw(draft, random));
              if (sides != null) {
                sides.draw(host, draft, random);
              }
              writer.write(draft.flow());
            }
          }
        });
  }

  /** Host and peer as the two addresses. */
  private record Sides(Peers peers, Vocabulary<Boolean> directions, int source, int destination) {
    static Sides of(DuckTable real, TableQueries queries, List<Host> hosts) throws IOException {
      return new Sides(
          new Peers(queries.peers(), hosts, real.internal()),
          queries.directions(),
          real.schema().index(Schema.SOURCE_ADDRESS),
          real.schema().index(Schema.DESTINATION_ADDRESS));
    }

    void draw(Host host, Flow.Draft draft, SplittableRandom random) {
      Address peer = peers.draw(host, 0, random);
      boolean outgoing = directions.draw(random);
      draft.address(source, outgoing ? host.address() : peer);
      draft.address(destination, outgoing ? peer : host.address());
    }
  }

  private static List<Column> columns(Schema schema, TableQueries queries) throws IOException {
    var columns = new ArrayList<Column>();
    for (int i = 0; i < schema.size(); i++) {
      Attribute attribute = schema.attributes().get(i);
      if (!queries.isSide(attribute)) {
        columns.add(column(i, attribute, queries));
      }
    }
    return columns;
  }

  private static Column column(int index, Attribute attribute, TableQueries queries)
      throws IOException {
    if (attribute.kind() == Kind.CATEGORICAL) {
      Vocabulary<String> words = queries.words(attribute);
      return (draft, random) -> draft.word(index, words.draw(random));
    } else if (attribute.kind() == Kind.ADDRESS) {
      Vocabulary<Address> addresses = queries.addresses(attribute.name());
      return (draft, random) -> draft.address(index, addresses.draw(random));
    } else if (attribute.kind() == Kind.PORT || attribute.kind() == Kind.FLAGS) {
      Vocabulary<Long> numbers = queries.numbers(TableQueries.quote(attribute.name()));
      return (draft, random) -> draft.number(index, numbers.draw(random));
    }
    Histogram histogram =
        attribute.kind().isTime()
            ? queries.evenHistogram(attribute, TIME_BINS)
            : queries.logHistogram(attribute, BINS);
    return attribute.kind() == Kind.CONTINUOUS
        ? (draft, random) -> draft.real(index, histogram.draw(random))
        : (draft, random) -> draft.number(index, (long) histogram.draw(random));
  }
}
