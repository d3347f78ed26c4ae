package io.stanflow.io.netflow;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** At which rates exporters sample, by their options, and the flows that they sampled. */
final class Sampling {
  private static final int MOST_EXPORTERS = 1000;
  private static final int MOST_SAMPLERS = 256; // of an exporter; more are not heard
  private static final int MOST_RATES = 1000; // more are counted together
  private static final int SHOWN = 3;

  /** What an exporter told of its samplers. */
  static final class Exporter {
    private final Map<Long, SamplingRate> selectors = new HashMap<>();
    private final Map<Long, SamplingRate> interfaces = new HashMap<>();
    private SamplingRate general;
    private SamplingRate only; // the rate of all samplers, if they have the same
    private boolean samples;
    private long unknown; // flows, until it tells that it samples

    /** The rate that holds for a flow, or null. */
    private SamplingRate rate(SampledRecord flow) {
      SamplingRate rate = selectors.isEmpty() ? null : selectors.get(flow.selector());
      if (rate == null && !interfaces.isEmpty()) {
        rate = interfaces.get(flow.ingress());
      }
      rate = rate == null ? general : rate;
      return rate == null && flow.selector() == SampledRecord.NONE ? only : rate;
    }

    private void learn(SampledRecord option, SamplingRate rate) {
      if (option.selector() != SampledRecord.NONE) {
        put(selectors, option.selector(), rate);
      } else if (option.ingress() != SampledRecord.NONE) {
        put(interfaces, option.ingress(), rate);
      } else {
        general = rate;
      }
    }

    private void put(Map<Long, SamplingRate> samplers, long number, SamplingRate rate) {
      boolean room = samplers.size() < MOST_SAMPLERS || samplers.containsKey(number);
      if (room && !rate.equals(samplers.put(number, rate))) {
        boolean same =
            selectors.values().stream().allMatch(rate::equals)
                && interfaces.values().stream().allMatch(rate::equals);
        only = same ? rate : null;
      }
    }
  }

  private final boolean scale;
  private final Map<Scope, Exporter> exporters = new Latest<>(MOST_EXPORTERS);

  /** Flows by their rate. */
  private final Map<SamplingRate, Long> sampled = new HashMap<>();

  private long ofOtherRates;
  private long beforeTold;

  /**
   * @param scale whether counters are multiplied
   */
  Sampling(boolean scale) {
    this.scale = scale;
  }

  /** What this exporter told. */
  Exporter exporter(Scope scope) {
    return exporters.computeIfAbsent(scope, s -> new Exporter());
  }

  /** Takes note of an options record. */
  void learn(Exporter exporter, SampledRecord option) {
    SamplingRate rate = option.rate();
    if (rate == null) {
      return;
    }
    exporter.learn(option, rate);
    if (!exporter.samples && !rate.equals(SamplingRate.ALL)) {
      exporter.samples = true;
      beforeTold += exporter.unknown;
    }
  }

  /** The rate that holds for a flow, by its own record or by what was told; null if unknown. */
  static SamplingRate rate(Exporter exporter, SampledRecord flow) {
    SamplingRate own = flow.rate();
    return own != null ? own : exporter.rate(flow);
  }

  /**
   * Counts a flow, and multiplies its counters where that is asked for.
   *
   * @param rate null if unknown
   * @return null if 63 bits do not hold its counters
   */
  FlowRecord take(Exporter exporter, SamplingRate rate, FlowRecord flow) {
    if (rate == null) {
      exporter.unknown++;
      return flow;
    } else if (rate.equals(SamplingRate.ALL)) {
      return flow;
    }
    FlowRecord taken = flow;
    if (scale) {
      try {
        taken = flow.withCounters(rate.scaled(flow.packets()), rate.scaled(flow.bytes()));
      } catch (ArithmeticException e) {
        return null;
      }
    }
    if (sampled.size() < MOST_RATES || sampled.containsKey(rate)) {
      sampled.merge(rate, 1L, Long::sum);
    } else {
      ofOtherRates++;
    }
    return taken;
  }

  /** A sentence for each of the most frequent rates. */
  List<String> notes() {
    var notes = new ArrayList<String>();
    var rates = new ArrayList<>(sampled.entrySet());
    rates.sort(
        Comparator.comparing((Map.Entry<SamplingRate, Long> rate) -> -rate.getValue())
            .thenComparing(rate -> rate.getKey().toString()));
    long others = ofOtherRates;
    for (Map.Entry<SamplingRate, Long> rate : rates) {
      if (notes.size() < SHOWN) {
        notes.add(note(rate.getKey().toString(), rate.getValue()));
      } else {
        others += rate.getValue();
      }
    }
    if (others > 0) {
      notes.add(note("at other rates", others));
    }
    if (beforeTold > 0) {
      notes.add(
          String.format(
              Locale.ROOT,
              "flows before their exporter told that it samples, not multiplied: %,d",
              beforeTold));
    }
    return notes;
  }

  private String note(String rate, long flows) {
    String what =
        scale
            ? "packets and bytes of %,d flows are multiplied"
            : "packets and bytes of %,d flows are the sample's; --scale-sampled multiplies them";
    return "the exporter sampled " + rate + ": " + String.format(Locale.ROOT, what, flows);
  }
}
