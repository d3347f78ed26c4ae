package io.stanflow.evaluate.privacy;

import io.stanflow.codec.Sequence;
import io.stanflow.evaluate.measure.DuckQuery;
import io.stanflow.fit.ProfileMatcher;
import io.stanflow.flow.Address;
import io.stanflow.generate.StanflowModel;
import io.stanflow.io.mapping.FlowColumns;
import io.stanflow.io.series.DuckTable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * What a host's flows cost under a model, mean bits per flow of its first flows.
 *
 * @param member whether training learned from it
 * @param training of the training period
 * @param later of a later period, NaN if the host has too few flows there
 */
record HostBits(boolean member, double training, double later) {
  /** Flows of each host and period; more would cost time and, by their mean, change little. */
  static final int MOST_FLOWS = 500;

  /** Hosts of fewer flows are left out. */
  static final int LEAST_FLOWS = 20;

  private static final int MOST_HOSTS = 300;

  /** Sequences that one thread measures at a time. */
  private static final int BATCH = 64;

  boolean hasLater() {
    return !Double.isNaN(later);
  }

  /**
   * Measures hosts: those left out of training and, up to 300 in all, others drawn at random. Each
   * period is taken by itself, under the profile of the model that is nearest to the host's flows
   * in it, so that neither has an advantage by construction.
   *
   * @param k hosts that shared an address before the model could know it
   * @param heldOut places of the hosts left out
   * @param later if there is a later period
   */
  static List<HostBits> measure(
      StanflowModel model,
      int k,
      Set<Integer> heldOut,
      DuckTable real,
      Optional<DuckTable> later,
      long seed)
      throws IOException {
    Map<Address, Boolean> chosen = choose(flows(real), heldOut, new SplittableRandom(seed));
    var matcher =
        new ProfileMatcher(model.model().codec().spec(), model.model().profiles(), real, k);
    Map<Address, Double> training = bits(model, matcher.encode(real, chosen.keySet(), MOST_FLOWS));
    Map<Address, Double> afterwards = Map.of();
    if (later.isPresent()) {
      Map<Address, Long> there = flows(later.get());
      there.keySet().retainAll(chosen.keySet());
      there.values().removeIf(flows -> flows < LEAST_FLOWS);
      afterwards = bits(model, matcher.encode(later.get(), there.keySet(), MOST_FLOWS));
    }
    List<HostBits> measured = new ArrayList<>();
    for (Map.Entry<Address, Double> host : training.entrySet()) {
      double after = afterwards.getOrDefault(host.getKey(), Double.NaN);
      measured.add(new HostBits(chosen.get(host.getKey()), host.getValue(), after));
    }
    return measured;
  }

  /** Flows of each host, in the order of the table's series. */
  private static Map<Address, Long> flows(DuckTable table) throws IOException {
    Map<Address, Long> flows = new LinkedHashMap<>();
    new DuckQuery(table.sql())
        .forEach(
            "SELECT %s, %s, flows FROM hosts ORDER BY host_high, host_low"
                .formatted(FlowColumns.bits("host_high"), FlowColumns.bits("host_low")),
            row -> flows.put(new Address(row.number(0), row.number(1)), row.number(2)));
    return flows;
  }

  /** Whether each chosen host is a member. */
  private static Map<Address, Boolean> choose(
      Map<Address, Long> flows, Set<Integer> heldOut, SplittableRandom random) {
    List<Address> members = new ArrayList<>();
    List<Address> others = new ArrayList<>();
    int index = 0;
    for (Map.Entry<Address, Long> host : flows.entrySet()) {
      List<Address> side = heldOut.contains(index++) ? others : members;
      if (host.getValue() >= LEAST_FLOWS) {
        side.add(host.getKey());
      }
    }
    int half = MOST_HOSTS / 2;
    int least = Math.min(half, members.size());
    Map<Address, Boolean> chosen = new HashMap<>();
    draw(others, MOST_HOSTS - least, random).forEach(host -> chosen.put(host, false));
    draw(members, MOST_HOSTS - chosen.size(), random).forEach(host -> chosen.put(host, true));
    return chosen;
  }

  /** So many of the hosts at random; all if there are not more. */
  private static List<Address> draw(List<Address> hosts, int most, SplittableRandom random) {
    for (int i = 0; i < Math.min(most, hosts.size()); i++) {
      Collections.swap(hosts, i, i + random.nextInt(hosts.size() - i));
    }
    return hosts.subList(0, Math.min(most, hosts.size()));
  }

  private static Map<Address, Double> bits(StanflowModel model, Map<Address, Sequence> sequences) {
    List<Address> hosts = List.copyOf(sequences.keySet());
    List<Sequence> all = List.copyOf(sequences.values());
    double[] means = new double[all.size()];
    IntStream.range(0, (all.size() + BATCH - 1) / BATCH)
        .parallel()
        .forEach(
            b -> {
              List<Sequence> part = all.subList(b * BATCH, Math.min(all.size(), (b + 1) * BATCH));
              double[][] bits = model.likelihood().bits(part);
              for (int i = 0; i < bits.length; i++) {
                means[b * BATCH + i] = Arrays.stream(bits[i]).average().orElse(Double.NaN);
              }
            });
    Map<Address, Double> byHost = new LinkedHashMap<>();
    for (int i = 0; i < means.length; i++) {
      byHost.put(hosts.get(i), means[i]);
    }
    return byHost;
  }
}
