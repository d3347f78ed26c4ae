package io.stanflow.fit;

import io.stanflow.codec.spec.MixtureSpec;
import io.stanflow.codec.spec.QuantitySpec;
import io.stanflow.codec.spec.QuantitySpec.Offset;
import io.stanflow.codec.spec.QuantitySpec.Units;
import io.stanflow.flow.Attribute;
import io.stanflow.flow.Attribute.Kind;
import io.stanflow.flow.Protocol;
import io.stanflow.flow.Schema;
import java.util.List;
import java.util.stream.IntStream;

/** Fits the codes of counts, durations and real numbers. */
final class QuantityFitter {
  private static final int FREE_OF_REAL = 8;
  private final Schema schema;
  private final List<String> protocols;
  private final List<Integer> quantities;
  private final List<Units> units;
  private final SampledRows rows;
  private final BoundFitter bounds;
  private final OffsetFitter offsets;
  private final Sharing sharing;
  private final long[] holders;

  /**
   * @param quantities attributes in the order in which they are decided
   * @param units of each
   */
  QuantityFitter(
      Schema schema,
      List<String> protocols,
      List<Integer> quantities,
      List<Units> units,
      SampledRows rows,
      BoundFitter bounds,
      Sharing sharing) {
    this.schema = schema;
    this.protocols = protocols;
    this.quantities = quantities;
    this.units = units;
    this.rows = rows;
    this.bounds = bounds;
    this.sharing = sharing;
    holders = rows.quantityHolders();
    List<Integer> counts =
        IntStream.range(0, quantities.size())
            .filter(q -> attribute(q).kind() == Kind.COUNT)
            .boxed()
            .toList();
    List<long[]> columns = counts.stream().map(rows::quantities).toList();
    offsets = new OffsetFitter(counts, columns, holders, sharing);
  }

  private Attribute attribute(int q) {
    return schema.attributes().get(quantities.get(q));
  }

  List<QuantitySpec> fit() {
    boolean perPacket = schema.has(Schema.PACKETS) && schema.has(Schema.BYTES);
    return IntStream.range(0, quantities.size())
        .mapToObj(q -> perPacket && attribute(q).name().equals(Schema.BYTES) ? bytes(q) : other(q))
        .toList();
  }

  /** Bytes go with packets, the first quantity. */
  private QuantitySpec bytes(int q) {
    int relatives = QuantitySpec.relatives(false, true, 0);
    return new QuantitySpec(
        Schema.BYTES,
        new MixtureFitter(sharing, Schema.BYTES, Long::toString, holders)
            .fitRatio(rows.quantities(q), rows.quantities(0), relatives, 128, 256, 128),
        1,
        0,
        false,
        0,
        least(),
        most(),
        false,
        List.of(),
        List.of());
  }

  private QuantitySpec other(int q) {
    boolean duration = attribute(q).kind() == Kind.DURATION;
    boolean real = attribute(q).kind() == Kind.CONTINUOUS;
    String name = attribute(q).name();
    List<Offset> apart = offsets.offsets(q, name);
    MixtureSpec mixture =
        new MixtureFitter(sharing, name, value -> text(q, value), holders)
            .fit(
                rows.quantities(q),
                Long.MAX_VALUE,
                QuantitySpec.relatives(duration, false, apart.size()),
                96,
                real ? 16 : duration ? 160 : 48,
                real ? FREE_OF_REAL : 0,
                !real);
    boolean lasts =
        !schema.has(Schema.PACKETS) || !schema.has(Schema.BYTES) || rows.lastingOnePacket;
    return new QuantitySpec(
        name,
        mixture,
        units.get(q).size(),
        units.get(q).offset(),
        duration,
        -1,
        new long[0],
        0,
        name.equals(Schema.DURATION) && !lasts,
        bounds.bounds(q),
        apart);
  }

  /** A value as a user knows it: of a duration seconds. */
  private String text(int q, long value) {
    Units of = units.get(q);
    return switch (attribute(q).kind()) {
      case DURATION -> value * of.size() / 1e6 + " s";
      case CONTINUOUS -> Double.toString(of.offset() + value * of.size());
      case START, END, COUNT, CATEGORICAL, ADDRESS, PORT, FLAGS -> Long.toString(value);
    };
  }

  /** Smallest bytes per packet: the protocol's own where nearly all rows keep to it. */
  private long[] least() {
    long[] least = new long[protocols.size()];
    for (int p = 0; p < least.length; p++) {
      int smallest = Protocol.smallestPacket(protocols.get(p));
      boolean kept = rows.belowSmallest[p] <= rows.counts[p] / 1000;
      Extreme<Long> seen = rows.leastBytesPerPacket.get(p);
      least[p] = kept || seen.value() == null ? smallest : sharing.least(seen);
      if (!kept) {
        String what = "fewest per packet of " + protocols.get(p);
        sharing.hold(Schema.BYTES, what, Long.toString(least[p]), seen.hosts());
      }
    }
    return least;
  }

  /** Most bytes per packet. */
  private long most() {
    Extreme<Long> seen = rows.mostBytesPerPacket;
    long most = Math.max(1, sharing.most(seen));
    sharing.hold(Schema.BYTES, "most per packet", Long.toString(most), Math.max(1, seen.hosts()));
    return most;
  }
}
