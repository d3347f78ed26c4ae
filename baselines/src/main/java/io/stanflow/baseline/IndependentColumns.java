package io.stanflow.baseline;

import io.stanflow.flow.Address;
import io.stanflow.flow.Attribute;
import io.stanflow.flow.Flow;
import io.stanflow.flow.Schema;
import io.stanflow.io.format.FlowWriter;
import io.stanflow.io.mapping.FlowColumns;
import io.stanflow.io.series.DuckTable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Draws every attribute by itself: words, ports, flags, addresses and direction by their
 * frequencies, numbers from histograms of {@value #BINS} bins on the scale of ln(1 + x), times from
 * {@value #TIME_BINS} even bins. All that hangs together is a host and its number of flows. The
 * first baseline of STAN (Xu et al. 2021) is of this kind, with a Gaussian mixture for each column.
 */
final class IndependentColumns implements Baseline.Fitted {
  private static final int BINS = 100;
  private static final int TIME_BINS = 1000;

  private final Schema schema;
  private final SplittableRandom random;
  private final List<Host> hosts;
  private final List<Column> columns = new ArrayList<>();

  /** Sets one attribute, or the two addresses of host and peer. */
  @FunctionalInterface
  private interface Column {
    void draw(Host host, Flow.Draft draft, SplittableRandom random);
  }

  IndependentColumns(DuckTable real, SplittableRandom random) throws IOException {
    var query = new TableQuery(real);
    schema = real.schema();
    this.random = random;
    for (int i = 0; i < schema.size(); i++) {
      Attribute attribute = schema.attributes().get(i);
      if (!FlowColumns.isSide(schema, attribute)) {
        columns.add(column(query, i, attribute));
      }
    }
    hosts = query.hosts();
    if (FlowColumns.hasSides(schema)) {
      columns.add(sides(new Peers(query.peers(), hosts, real.internal()), query.directions()));
    }
  }

  private static Column column(TableQuery query, int index, Attribute attribute)
      throws IOException {
    if (AttributeWords.suit(attribute)) {
      AttributeWords<?> words = AttributeWords.of(query, index, attribute);
      return (host, draft, random) -> words.draw(draft, random);
    }
    Histogram histogram =
        attribute.kind().isTime()
            ? query.evenHistogram(attribute, TIME_BINS)
            : query.logHistogram(attribute, BINS);
    return attribute.kind() == Attribute.Kind.CONTINUOUS
        ? (host, draft, random) -> draft.real(index, histogram.draw(random))
        : (host, draft, random) -> draft.number(index, (long) histogram.draw(random));
  }

  private Column sides(Peers peers, Vocabulary<Boolean> directions) {
    int source = schema.index(Schema.SOURCE_ADDRESS);
    int destination = schema.index(Schema.DESTINATION_ADDRESS);
    return (host, draft, random) -> {
      Address peer = peers.draw(host, 0, random);
      boolean outgoing = directions.draw(random);
      draft.address(source, outgoing ? host.address() : peer);
      draft.address(destination, outgoing ? peer : host.address());
    };
  }

  @Override
  public void writeTo(FlowWriter writer) throws IOException {
    var draft = new Flow.Draft(schema);
    for (Host host : hosts) {
      for (long i = 0; i < host.flows(); i++) {
        columns.forEach(column -> column.draw(host, draft, random));
        writer.write(draft.flow());
      }
    }
  }
}
