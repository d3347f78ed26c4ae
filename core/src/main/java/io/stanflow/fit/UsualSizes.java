package io.stanflow.fit;

import io.stanflow.codec.FlowCodec;
import io.stanflow.codec.Observation;
import io.stanflow.codec.spec.UsualSize;
import io.stanflow.flow.Series;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Finds and blends the usual sizes of hosts. */
final class UsualSizes {
  /** The largest share first, then in an order that depends on nothing else. */
  private static final Comparator<UsualSize> ORDER =
      Comparator.comparingDouble(UsualSize::share)
          .reversed()
          .thenComparing(UsualSize::protocol)
          .thenComparing(UsualSize::port)
          .thenComparing(UsualSize::outgoing)
          .thenComparing(UsualSize::divisor)
          .thenComparing(UsualSize::value);

  private UsualSizes() {}

  /** Those of a host; none where no quantity goes with another, as bytes go with packets. */
  static List<UsualSize> of(Series series, FlowCodec codec) {
    int value = codec.spec().divided();
    if (value < 0) {
      return List.of();
    }
    int divisor = codec.spec().quantities().get(value).divisor();
    var counts =
        series.flows().stream()
            .map(
                flow -> {
                  Observation seen = codec.observe(flow, series.host());
                  return new UsualSize(
                      seen.outgoing,
                      seen.protocol,
                      Math.min(seen.localPort, seen.peerPort),
                      seen.quantities[divisor],
                      seen.quantities[value],
                      0);
                })
            .collect(Collectors.groupingBy(size -> size, Collectors.counting()));
    double flows = series.flows().size();
    return largest(
        counts.entrySet().stream()
            .filter(e -> e.getValue() >= UsualSize.LEAST_FLOWS)
            .map(e -> e.getKey().withShare(e.getValue() / flows)));
  }

  /** Those of a typical one of these hosts: what at least two of them have, with the mean share. */
  static List<UsualSize> blend(List<List<UsualSize>> hosts) {
    if (hosts.size() == 1) {
      return hosts.get(0);
    }
    Collection<List<UsualSize>> alike =
        hosts.stream()
            .flatMap(List::stream)
            .collect(Collectors.groupingBy(size -> size.withShare(0)))
            .values();
    return largest(
        alike.stream()
            .filter(sizes -> sizes.size() >= 2)
            .map(
                sizes -> {
                  double sum = sizes.stream().mapToDouble(UsualSize::share).sum();
                  return sizes.get(0).withShare(sum / hosts.size());
                }));
  }

  static List<UsualSize> largest(Stream<UsualSize> sizes) {
    return sizes.sorted(ORDER).limit(UsualSize.MOST).toList();
  }
}
