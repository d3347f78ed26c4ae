package io.stanflow.codec;

import io.stanflow.flow.Address;
import io.stanflow.flow.Flow;
import java.util.Arrays;
import java.util.List;

/** Shares of services: those that a profile asks for, and those that a host has. */
public final class ServiceShares {
  private ServiceShares() {}

  /** Of a profile in the part of the day that a time lies in. */
  public static double[] wanted(FlowCodec codec, Profile profile, long timeMicros) {
    MarginalBlocks blocks = codec.marginalBlocks();
    int first = DayParts.of(timeMicros) * blocks.size() + blocks.start(blocks.firstOutcomes());
    double[] shares = new double[codec.outcomes().services().size()];
    for (int s = 0; s < shares.length; s++) {
      shares[s] = Math.exp(profile.logMarginals()[first + s]);
    }
    return shares;
  }

  /** Of a host's flows. */
  public static double[] had(FlowCodec codec, Address host, List<Flow> flows) {
    double[] shares = new double[codec.outcomes().services().size()];
    for (Flow flow : flows) {
      shares[codec.outcomes().of(codec.observe(flow, host), 0)] += 1.0 / flows.size();
    }
    return shares;
  }

  /** Largest difference of one service's shares. */
  public static double farthest(double[] a, double[] b) {
    double[] differences = new double[a.length];
    Arrays.setAll(differences, s -> Math.abs(a[s] - b[s]));
    return Arrays.stream(differences).max().orElse(0);
  }
}
