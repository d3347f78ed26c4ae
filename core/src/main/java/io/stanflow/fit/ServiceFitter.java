package io.stanflow.fit;

import io.stanflow.codec.FlowCodec;
import io.stanflow.codec.spec.QuantitySpec;
import io.stanflow.codec.spec.ServiceSpec;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * Learns what the flows of each service look like, of services that many flows and enough hosts
 * have: the largest value of each quantity, and groups of its tokens of about as many flows each.
 */
final class ServiceFitter {
  /** Most services. */
  private static final int MOST = 32;

  /** Smallest share of all flows. */
  private static final double LEAST_SHARE = 0.001;

  /** Times the largest value of all but k - 1 hosts that no flow is to exceed. */
  private static final int HEADROOM = 16;

  /** Most groups of a quantity. */
  private static final int GROUPS = 16;

  private final FlowCodec codec;
  private final Sharing sharing;
  private final ServiceCounts counts;

  /** Of a quantity: flows of each token, the largest value that k hosts reach, and of all. */
  private record Seen(long[] flows, Extreme<Long> most, Extreme<Long> all) {
    Seen(int tokens, int k) {
      this(new long[tokens], Extreme.largest(k), Extreme.largest(1));
    }
  }

  /** What is counted of a service. */
  private static final class Tally {
    final int service;
    final Seen[] quantities;

    /** The parts of each host that has it. */
    final List<List<ServicePart>> hosts = new ArrayList<>();

    long rows;

    Tally(int service, Seen[] quantities) {
      this.service = service;
      this.quantities = quantities;
    }

    long rows() {
      return rows;
    }
  }

  /**
   * @param counts by a codec that knows no service
   */
  ServiceFitter(FlowCodec codec, ServiceCounts counts, Sharing sharing) {
    this.codec = codec;
    this.counts = counts;
    this.sharing = sharing;
  }

  /** What is known of services, those of most flows first. */
  List<ServiceSpec> fit(List<HostProfile> hosts) {
    Map<Integer, Tally> tallies = new TreeMap<>();
    long rows = 0;
    for (int h = 0; h < hosts.size(); h++) {
      add(h, hosts.get(h), tallies);
      rows += hosts.get(h).rows();
    }
    double least = LEAST_SHARE * rows;
    return tallies.values().stream()
        .filter(tally -> sharing.isShared(tally.hosts.size()) && tally.rows >= least)
        .sorted(Comparator.comparingLong(Tally::rows).reversed())
        .limit(MOST)
        .map(this::spec)
        .toList();
  }

  private void add(int host, HostProfile profile, Map<Integer, Tally> tallies) {
    Map<Integer, List<ServicePart>> services = new TreeMap<>();
    for (ServicePart part : profile.parts()) {
      if (part.hasFlows()) {
        services.computeIfAbsent(counts.service(part), x -> new ArrayList<>()).add(part);
      }
    }
    services.forEach(
        (service, parts) -> add(host, parts, tallies.computeIfAbsent(service, this::tally)));
  }

  private Tally tally(int service) {
    Seen[] none = new Seen[codec.spec().quantities().size()];
    Arrays.setAll(none, q -> new Seen(counts.tokens(q), sharing.k()));
    return new Tally(service, none);
  }

  private void add(int host, List<ServicePart> parts, Tally tally) {
    tally.hosts.add(parts);
    for (ServicePart part : parts) {
      for (int q = 0; q < tally.quantities.length; q++) {
        tally.quantities[q].most.add(part.most()[q], host);
        tally.quantities[q].all.add(part.most()[q], host);
      }
      counts.forEach(
          part,
          (dayPart, q, token, flows) -> {
            tally.quantities[q].flows[token] += flows;
            tally.rows += q == 0 ? flows : 0;
          });
    }
  }

  private ServiceSpec spec(Tally tally) {
    long[] most = most(tally);
    List<ServiceSpec.Values> values = new ArrayList<>();
    for (int q = 0; q < most.length; q++) {
      Seen seen = tally.quantities[q];
      if (most[q] < Long.MAX_VALUE) {
        String attribute = codec.spec().quantities().get(q).name();
        String text = "%s: %d".formatted(codec.outcomes().text(tally.service), most[q]);
        sharing.hold(attribute, "most of a service", text, seen.most.hosts());
      }
      values.add(new ServiceSpec.Values(most[q], shared(q, even(seen.flows, tally.rows), tally)));
    }
    return new ServiceSpec(tally.service, values);
  }

  /** Of each quantity; no more packets than the most bytes have room for. */
  private long[] most(Tally tally) {
    long[] most = Arrays.stream(tally.quantities).mapToLong(this::most).toArray();
    for (int q = 0; q < most.length; q++) {
      QuantitySpec quantity = codec.spec().quantities().get(q);
      if (quantity.divisor() >= 0 && most[q] < Long.MAX_VALUE) {
        long least = quantity.least()[codec.outcomes().protocol(tally.service)];
        long packets = most[q] / Math.max(1, least);
        most[quantity.divisor()] = Math.min(most[quantity.divisor()], packets);
      }
    }
    return most;
  }

  /** What no flow is to exceed; nothing where a host's flows do, as those with most bytes may. */
  private long most(Seen seen) {
    long most = sharing.most(seen.most);
    if (sharing.k() > 1) {
      most = most > Long.MAX_VALUE / HEADROOM ? Long.MAX_VALUE : most * HEADROOM;
    }
    return seen.all.value() > most ? Long.MAX_VALUE : most;
  }

  /** Where groups of tokens end that are of about as many flows each. */
  private static int[] even(long[] flows, long rows) {
    double wanted = (double) rows / GROUPS;
    var ends = IntStream.builder();
    long group = 0;
    for (int token = 0; token < flows.length; token++) {
      if (group >= wanted || (flows[token] >= wanted && group > 0)) {
        ends.add(token);
        group = 0;
      }
      group += flows[token];
    }
    return ends.add(flows.length).build().toArray();
  }

  /** The same where groups that too few hosts have flows of are one with the next. */
  private int[] shared(int q, int[] ends, Tally tally) {
    int[] hosts = new int[ends.length];
    for (List<ServicePart> parts : tally.hosts) {
      boolean[] has = new boolean[ends.length];
      for (ServicePart part : parts) {
        counts.forEach(
            part,
            (dayPart, of, token, flows) -> {
              if (of == q) {
                has[group(ends, token)] = true;
              }
            });
      }
      for (int group = 0; group < ends.length; group++) {
        hosts[group] += has[group] ? 1 : 0;
      }
    }
    var shared = new ArrayDeque<Integer>();
    int least = 0; // as many at least have flows of the group
    for (int group = 0; group < ends.length; group++) {
      least = Math.max(least, hosts[group]);
      if (sharing.isShared(least)) {
        shared.add(ends[group]);
        least = 0;
      }
    }
    shared.pollLast(); // what is left after it goes with it
    shared.add(ends[ends.length - 1]);
    return shared.stream().mapToInt(end -> end).toArray();
  }

  private static int group(int[] ends, int token) {
    int at = Arrays.binarySearch(ends, token + 1);
    return at >= 0 ? at : -at - 1;
  }
}
