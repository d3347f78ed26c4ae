package io.stanflow.fit;

import io.stanflow.codec.FlowCodec;
import io.stanflow.codec.Profile;
import java.util.Arrays;
import java.util.List;

/** The profile of one host by its own flows, as training makes one, for a codec that is fitted. */
final class OwnProfile {
  /** Fewer flows say too little: a host with fewer has the profile of another. */
  private static final int FEWEST = 20;

  private OwnProfile() {}

  /** Whether a host has flows enough, and another's profile has what it is drawn towards. */
  static boolean isKnown(HostProfile host, Profile nearest) {
    return host.rows() >= FEWEST && nearest.logMarginals().length > 0;
  }

  /**
   * The profile; it names no place in the network.
   *
   * @param nearest of the model's, which its marginals are drawn a little towards
   */
  static Profile of(
      HostProfile host, Profile nearest, FlowCodec codec, HostRhythm rhythms, ProfileSpace space) {
    var spec =
        new Profile.Spec(
            1,
            rhythms.of(host),
            0,
            0,
            0,
            0,
            List.of(),
            new int[0],
            host.heavy().sketches(),
            host.sizes(),
            List.of());
    var marginals = new SmoothedMarginals(codec.marginalBlocks(), nearest);
    double[] day = Arrays.copyOf(marginals.ofDay(host.counts()), codec.priors());
    float[] priors = SmoothedMarginals.logs(day);
    return codec.profile(spec, space.vector(host), priors, marginals.logsOfParts(host.counts()));
  }
}
