package io.stanflow.io.netflow;

/**
 * What a record says of sampling: of a flow the rate itself or the sampler that saw it, of options
 * the rate of a sampler.
 */
final class SampledRecord {
  static final long NONE = -1;
  private static final long MOST = 1L << 32; // no exporter looks at less

  private long interval; // 1 in so many
  private long taken; // one after the other, then so many are left out
  private long leftOut;
  private long size; // so many of a population
  private long population;
  private double probability;
  private long selector;
  private long ingress;

  void clear() {
    interval = 0;
    taken = 0;
    leftOut = NONE;
    size = 0;
    population = 0;
    probability = 0;
    selector = NONE;
    ingress = NONE;
  }

  /** Takes an element's value, if it is about sampling. */
  boolean set(int element, long value) {
    switch (element) {
      case Element.SAMPLING_INTERVAL, Element.SAMPLER_RANDOM_INTERVAL -> interval = value;
      case Element.SAMPLING_PACKET_INTERVAL -> taken = value;
      case Element.SAMPLING_PACKET_SPACE -> leftOut = value;
      case Element.SAMPLING_SIZE -> size = value;
      case Element.SAMPLING_POPULATION -> population = value;
      case Element.SAMPLING_PROBABILITY -> probability = Double.longBitsToDouble(value);
      case Element.SAMPLER_ID, Element.SELECTOR_ID -> selector = value;
      case Element.INGRESS_INTERFACE -> ingress = value;
      default -> {
        return false;
      }
    }
    return true;
  }

  /** The rate, or null if there is none. */
  SamplingRate rate() {
    if (interval > 0 && interval <= MOST) {
      return SamplingRate.of(interval, 1);
    } else if (taken > 0 && taken <= MOST && leftOut <= MOST) {
      // who says nothing of those left out means 1 in so many
      return leftOut < 0 ? SamplingRate.of(taken, 1) : SamplingRate.of(taken + leftOut, taken);
    } else if (size > 0 && population <= MOST) {
      return SamplingRate.of(population, size);
    } else if (probability > 0 && probability <= 1 && 1 / probability <= MOST) {
      return SamplingRate.of(Math.round(1 / probability), 1);
    }
    return null;
  }

  /** The sampler's number, or {@link #NONE}. */
  long selector() {
    return selector;
  }

  /** The interface at which the flow came in or the sampler sits, or {@link #NONE}. */
  long ingress() {
    return ingress;
  }
}
