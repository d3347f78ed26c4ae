package io.stanflow.fit;

import io.stanflow.codec.DayParts;
import io.stanflow.codec.FlowCodec;
import io.stanflow.codec.MarginalBlocks;
import io.stanflow.codec.OutcomeClasses;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** What hosts' parts count of the quantities of each service's flows. */
final class ServiceCounts {
  private final FlowCodec codec;
  private final PartKinds kinds;
  private final MarginalBlocks blocks;

  /**
   * @param codec by which hosts were counted, and which knows no service
   */
  ServiceCounts(FlowCodec codec) {
    this.codec = codec;
    kinds = new PartKinds(codec);
    blocks = codec.marginalBlocks();
  }

  /** Takes one count. */
  interface Taker {
    /** Takes how many flows in a part of the day have a quantity of this token. */
    void take(int dayPart, int quantity, int token, int flows);
  }

  /** Hands on all counts of a part, of ticks too. */
  void forEach(ServicePart part, Taker taker) {
    forEach(part.counts(), taker);
    forEach(part.ticks(), taker);
  }

  private void forEach(SparseCounts counts, Taker taker) {
    int size = blocks.size();
    int first = blocks.firstOutcomes() + 1;
    int quantities = codec.spec().quantities().size();
    counts.forEach(
        (key, flows) -> {
          int c = key % size;
          for (int q = 0; q < quantities; q++) {
            if (c >= blocks.start(first + q) && c < blocks.start(first + q + 1)) {
              taker.take(key / size, q, c - blocks.start(first + q), flows);
            }
          }
        });
  }

  /** The service of a part. */
  int service(ServicePart part) {
    return kinds.service(part.kind());
  }

  /** Number of tokens of a quantity. */
  int tokens(int quantity) {
    int block = blocks.firstOutcomes() + 1 + quantity;
    return blocks.start(block + 1) - blocks.start(block);
  }

  /**
   * A host counted by a codec that knows services: as before, and each service's flows, ticks too,
   * by groups of tokens.
   */
  HostProfile by(FlowCodec known, HostProfile host) {
    int size = known.marginalBlocks().size();
    int[][] counts = new int[DayParts.COUNT][];
    Arrays.setAll(counts, part -> Arrays.copyOf(host.counts()[part], size));
    List<ServicePart> parts = new ArrayList<>();
    for (ServicePart part : host.parts()) {
      int[] all = new int[DayParts.COUNT * size];
      part.counts()
          .forEach((key, flows) -> all[key / blocks.size() * size + key % blocks.size()] = flows);
      addGroups(part, known, all);
      parts.add(part.with(SparseCounts.of(all)));
    }
    int services = blocks.size();
    for (ServicePart part : parts) {
      part.counts()
          .forEach(
              (key, flows) -> counts[key / size][key % size] += key % size >= services ? flows : 0);
    }
    return host.with(counts, parts);
  }

  private void addGroups(ServicePart part, FlowCodec known, int[] counts) {
    OutcomeClasses outcomes = known.outcomes();
    int block = outcomes.blockOf(service(part));
    if (block < 0) {
      return;
    }
    MarginalBlocks all = known.marginalBlocks();
    int first = all.start(all.firstOutcomes());
    forEach(
        part,
        (dayPart, q, token, flows) ->
            counts[dayPart * all.size() + first + outcomes.classes(block + q)[token]] += flows);
  }
}
