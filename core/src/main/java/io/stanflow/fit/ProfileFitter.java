package io.stanflow.fit;

import io.stanflow.codec.DayParts;
import io.stanflow.codec.FlowCodec;
import io.stanflow.codec.Profile;
import io.stanflow.codec.spec.HeavyPeer;
import io.stanflow.codec.spec.ProfileFeatures;
import io.stanflow.codec.spec.UsualSize;
import io.stanflow.flow.Address;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/** Turns counts of hosts into profiles: features, {@link SmoothedMarginals}, rhythm. */
final class ProfileFitter {
  private static final int MOST_FEATURES = 62;

  private static final MathContext DIGITS = new MathContext(6);

  /** Standard deviation of the log of the volume of hosts that one made host stands for. */
  private static final double VOLUME_SPREAD = 0.3;

  /** Farther than hosts of one family are from each other: families are blended last. */
  private static final float FAMILY_DISTANCE = 1e3f;

  private final FlowCodec codec;
  private final HostRhythm rhythms;
  private final InternalFitter internal;
  private final Sharing sharing;
  private final SharedTraits shared;
  private final SmoothedMarginals marginals;
  private final ProfileFeatures features;
  private final ProfileSpace space;
  private final int[] outcomeGroups;
  private final SharedTimers timers;

  /** Visits of the mean host. */
  private final double visits;

  /**
   * @param coverage how often the data cover each hour of the week
   * @param internal fitted
   * @param sharing what a profile of several hosts may tell
   */
  ProfileFitter(
      FlowCodec codec,
      List<HostProfile> hosts,
      double[] coverage,
      InternalFitter internal,
      Sharing sharing) {
    this.codec = codec;
    this.internal = internal;
    this.sharing = sharing;
    shared = new SharedTraits(hosts, codec.spec(), sharing);
    rhythms = new HostRhythm(coverage);
    outcomeGroups = codec.layout().outcomeGroups();
    marginals = new SmoothedMarginals(codec.marginalBlocks(), hosts, shared);
    visits = hosts.stream().mapToInt(HostProfile::visits).average().orElse(0);
    timers = new SharedTimers(hosts.stream().map(HostProfile::timers).toList(), sharing.k());
    features = features(hosts);
    space = new ProfileSpace(features, rhythms);
  }

  ProfileFeatures features() {
    return features;
  }

  /** What profiles of several hosts may tell. */
  SharedTraits shared() {
    return shared;
  }

  private ProfileFeatures features(List<HostProfile> hosts) {
    record Candidate(int group, int token, double mean, double spread) {}
    List<Candidate> candidates = new ArrayList<>();
    for (int g = 0; g < outcomeGroups.length; g++) {
      for (int t = 0; t < hosts.get(0).tokens()[g].length; t++) {
        int group = g;
        int token = t;
        long have = hosts.stream().filter(h -> h.tokens()[group][token] > 0).count();
        if (!sharing.isShared((int) have)) {
          continue;
        }
        double[] moments = moments(hosts, h -> ProfileSpace.root(h, group, token));
        candidates.add(new Candidate(g, t, moments[0], moments[1]));
      }
    }
    candidates.sort(Comparator.comparingDouble(Candidate::spread).reversed());
    int n = (int) Math.min(MOST_FEATURES, candidates.stream().filter(c -> c.spread > 1e-4).count());
    var used = candidates.subList(0, n);
    double[] volume = moments(hosts, rhythms::logVolume);
    double[] variety = moments(hosts, ProfileSpace::variety);
    double[] means = new double[n + 2];
    double[] spreads = new double[n + 2];
    means[0] = volume[0];
    means[1] = variety[0];
    spreads[0] = Math.max(1e-3, volume[1]);
    spreads[1] = Math.max(1e-3, variety[1]);
    for (int i = 0; i < n; i++) {
      means[i + 2] = used.get(i).mean();
      spreads[i + 2] = used.get(i).spread();
    }
    return new ProfileFeatures(
        used.stream().mapToInt(Candidate::group).toArray(),
        used.stream().mapToInt(Candidate::token).toArray(),
        means,
        spreads);
  }

  private static double[] moments(
      List<HostProfile> hosts, java.util.function.ToDoubleFunction<HostProfile> of) {
    double mean = hosts.stream().mapToDouble(of).average().orElse(0);
    double squares =
        hosts.stream()
            .mapToDouble(h -> Math.pow(of.applyAsDouble(h) - mean, 2))
            .average()
            .orElse(0);
    return new double[] {mean, Math.sqrt(squares)};
  }

  /** Where a host lies among others when similar ones are blended. */
  float[] position(HostProfile host) {
    float[] alike = space.position(space.vector(host));
    float[] position = Arrays.copyOf(alike, alike.length + 1);
    position[alike.length] = isIpv6(host) ? FAMILY_DISTANCE : 0;
    return position;
  }

  private static boolean isIpv6(HostProfile host) {
    return host.host() != null && !host.host().isIpv4();
  }

  /**
   * One profile for all of these hosts. Of several it is for training alone: it has neither timers
   * nor marginals that sampling is kept to.
   */
  Profile blend(List<HostProfile> hosts) {
    return profile(hosts, new Place(hosts, hosts.size(), 0));
  }

  /**
   * The profile of a made host.
   *
   * @param group similar real ones, at least k, which tell its place in the network
   * @param standsFor how many hosts it stands for
   */
  Profile made(HostProfile host, List<HostProfile> group, int standsFor) {
    HostProfile told = host.withTimers(timers.coarse(host.timers()));
    return profile(List.of(told), new Place(group, standsFor, VOLUME_SPREAD));
  }

  /** What some flows of many hosts are like, over the whole day; of no host. */
  Profile pooled(HostProfile flows) {
    double[] day = marginals.ofDay(flows.counts());
    float[] logs = SmoothedMarginals.logs(day);
    float[] kept = new float[DayParts.COUNT * logs.length];
    for (int part = 0; part < DayParts.COUNT; part++) {
      System.arraycopy(logs, 0, kept, part * logs.length, logs.length);
    }
    float[] priors = Arrays.copyOf(logs, codec.priors());
    var nobody = Profile.Spec.of(List.of(), List.of());
    return codec.profile(nobody, space.vector(flows), priors, kept);
  }

  /**
   * What does not follow from what hosts do.
   *
   * @param hosts whose visits, family of addresses, roles and names it has
   * @param standsFor how many hosts
   * @param spread of their volumes at least
   */
  private record Place(List<HostProfile> hosts, int standsFor, double spread) {
    double ipv6() {
      return hosts.stream().filter(ProfileFitter::isIpv6).count() / (double) hosts.size();
    }

    List<Address> addresses() {
      return hosts.stream().map(HostProfile::host).filter(host -> host != null).toList();
    }
  }

  private Profile profile(List<HostProfile> hosts, Place place) {
    int n = hosts.size();
    double[] rhythm = new double[rhythms.hours()];
    float[] vector = new float[features.size()];
    double[] day = new double[codec.marginalBlocks().size()];
    double[] logs = new double[n];
    for (int i = 0; i < n; i++) {
      HostProfile host = hosts.get(i);
      double[] own = rhythms.of(host);
      float[] ownVector = space.vector(host);
      logs[i] = Math.log(HostRhythm.daily(own));
      for (int h = 0; h < rhythm.length; h++) {
        rhythm[h] += own[h] / n;
      }
      for (int j = 0; j < vector.length; j++) {
        vector[j] += ownVector[j] / n;
      }
      double[] ownDay = marginals.ofDay(counts(host, n));
      for (int j = 0; j < day.length; j++) {
        day[j] += ownDay[j] / n;
      }
    }
    double mean = Arrays.stream(logs).average().orElse(0);
    double spread =
        Math.sqrt(Arrays.stream(logs).map(x -> (x - mean) * (x - mean)).average().orElse(0));
    var heavy = HeavyPeers.blend(hosts.stream().map(host -> heavy(host, n)).toList());
    var sizes = UsualSizes.blend(hosts.stream().map(host -> sizes(host, n)).toList());
    double visited = place.hosts.stream().mapToInt(HostProfile::visits).average().orElse(0);
    double of = visits == 0 ? 0 : visited / visits;
    double dispersion = dispersion(hosts, rhythm);
    var spec =
        new Profile.Spec(
            place.standsFor,
            Arrays.stream(rhythm).map(ProfileFitter::rounded).toArray(),
            Math.max(place.spread, spread),
            dispersion,
            of,
            place.ipv6(),
            internal.held(place.addresses()),
            internal.popular(place.addresses()),
            heavy.stream().map(peer -> peer.withShare(rounded(peer.share()))).toList(),
            sizes.stream().map(size -> size.withShare(rounded(size.share()))).toList(),
            n == 1 ? hosts.get(0).timers() : List.of());
    float[] priors = SmoothedMarginals.logs(Arrays.copyOf(day, codec.priors()));
    float[] kept = n == 1 ? marginals.logsOfParts(hosts.get(0).counts()) : new float[0];
    return codec.profile(spec, vector, priors, kept);
  }

  /**
   * A number with as many digits as a profile needs: more would be a third of a model file's text.
   */
  private static double rounded(double number) {
    return new BigDecimal(number).round(DIGITS).doubleValue();
  }

  /** What a profile of so many hosts may tell of one of them: of one alone all. */
  private int[][] counts(HostProfile host, int of) {
    return of == 1 ? host.counts() : shared.counts(host);
  }

  private List<HeavyPeer> heavy(HostProfile host, int of) {
    return of == 1 ? host.heavy().sketches() : shared.heavy(host);
  }

  private List<UsualSize> sizes(HostProfile host, int of) {
    return of == 1 ? host.sizes() : shared.sizes(host);
  }

  /** Moment estimate over the hosts' hours around the shared rhythm scaled to each host. */
  private double dispersion(List<HostProfile> hosts, double[] rhythm) {
    double excess = 0;
    double squares = 0;
    for (HostProfile host : hosts) {
      double scale = HostRhythm.daily(rhythms.of(host)) / HostRhythm.daily(rhythm);
      for (int h = 0; h < rhythm.length; h++) {
        double covered = rhythms.covered(h);
        if (covered > 0) {
          double expected = rhythm[h] * scale;
          double error = rhythms.rate(host, h) - expected;
          excess += error * error - expected / covered; // a mean of so many hours
          squares += expected * expected;
        }
      }
    }
    return squares == 0 ? 0 : Math.max(0, excess / squares);
  }
}
