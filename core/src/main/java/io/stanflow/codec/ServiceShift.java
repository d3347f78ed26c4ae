package io.stanflow.codec;

import io.stanflow.codec.spec.CodecSpec;
import io.stanflow.codec.spec.MixtureSpec;
import io.stanflow.codec.spec.ProfileFeatures;
import io.stanflow.flow.Hours;
import io.stanflow.flow.Schema;
import java.util.Arrays;
import java.util.function.IntUnaryOperator;

/**
 * Gives the hosts of profiles other shares of what their flows are for: each service is multiplied
 * by what its cell is, and with the services protocols, ports and, as far as they go with
 * protocols, words. Volume, rhythm, heavy peers and timers stay.
 */
public final class ServiceShift {
  /** What shares are multiplied by at least. */
  private static final double LEAST = 1e-6;

  private final FlowCodec codec;
  private final ServiceCells cells;
  private final ServiceClasses services;
  private final MarginalBlocks blocks;

  /** The block of services among the marginals. */
  private final int block;

  public ServiceShift(FlowCodec codec, ServiceCells cells) {
    this.codec = codec;
    this.cells = cells;
    services = codec.outcomes().services();
    blocks = codec.marginalBlocks();
    block = blocks.firstOutcomes();
  }

  /** The shares of all cells among the flows of a profile's hosts. */
  public double[] natural(Profile profile) {
    double[] shares = new double[cells.count()];
    double[] all = services(profile);
    for (int s = 0; s < all.length; s++) {
      shares[cells.of(s)] += all[s];
    }
    return shares;
  }

  /** The shares of all services in the day of a profile's hosts. */
  private double[] services(Profile profile) {
    double[] rhythm = profile.spec().rhythm();
    double[] parts = new double[DayParts.COUNT];
    for (int h = 0; h < rhythm.length; h++) {
      parts[DayParts.of(h * Hours.MICROS)] += rhythm[h] + Double.MIN_NORMAL;
    }
    double[] shares = new double[services.size()];
    for (int part = 0; part < parts.length; part++) {
      int from = part * blocks.size() + blocks.start(block);
      for (int s = 0; s < shares.length; s++) {
        double share = StrictMath.exp(profile.logMarginals()[from + s]);
        shares[s] += services.isShown(s) ? parts[part] * share : 0;
      }
    }
    double sum = Arrays.stream(shares).sum();
    return Arrays.stream(shares).map(share -> share / sum).toArray();
  }

  /**
   * The profile with other shares.
   *
   * @param shares of all cells, which sum to 1
   */
  public Profile shifted(Profile profile, double[] shares) {
    double[] natural = natural(profile);
    double[] factors = new double[services.size()];
    for (int s = 0; s < factors.length; s++) {
      int cell = cells.of(s);
      factors[s] = Math.max(LEAST, natural[cell] == 0 ? 0 : shares[cell] / natural[cell]);
    }
    var day = new Change(services(profile), factors);
    float[] priors = profile.priors().clone();
    shift(priors, 0, day, profile.wanted());
    float[] marginals = profile.logMarginals().clone();
    for (int from = 0; from < marginals.length; from += blocks.size()) {
      var part = new Change(shares(marginals, from, block), factors);
      shift(marginals, from, part, profile.wanted());
    }
    double[] open = new double[factors.length];
    Arrays.setAll(open, s -> day.shares[s] * factors[s]);
    var asked = new Wanted.Services(cells, shares, natural, open);
    var wanted = new Wanted(profile.wanted().words(), asked);
    float[] vector = vector(profile.vector(), day);
    return codec.profile(profile.spec(), vector, priors, marginals, wanted);
  }

  /** How the shares of services change. */
  private final class Change {
    private final double[] shares;
    private final double[] factors;

    /**
     * @param shares of all services before
     * @param factors that they are multiplied by
     */
    Change(double[] shares, double[] factors) {
      this.shares = shares;
      this.factors = factors;
    }

    /** What flows of some services are multiplied by, all together. */
    double of(int count, IntUnaryOperator some) {
      double before = 0;
      double after = 0;
      for (int i = 0; i < count; i++) {
        int s = some.applyAsInt(i);
        before += shares[s];
        after += shares[s] * factors[s];
      }
      return before == 0 ? 1 : after / before;
    }

    double ofProtocol(int p) {
      return of(services.ofProtocol(p), i -> services.firstLocal(p) + i);
    }

    /** The share of a protocol's flows before. */
    double shareOf(int p) {
      double share = 0;
      for (int i = 0; i < services.ofProtocol(p); i++) {
        share += shares[services.firstLocal(p) + i];
      }
      return share;
    }

    /** Of flows with a port of the vocabulary on one side. */
    double ofPort(boolean local, int token) {
      int[] by = services.byPort();
      return of(
          by.length, i -> token + (local ? services.firstLocal(by[i]) : services.firstPeer(by[i])));
    }

    /** Of flows whose port on one side says nothing of what they are for. */
    double ofOthers(boolean local) {
      int[] by = services.byPort();
      int tokens = services.ports(!local).tokens();
      return of(
          by.length * tokens,
          i -> {
            int p = by[i / tokens];
            return i % tokens + (local ? services.firstPeer(p) : services.firstLocal(p));
          });
    }
  }

  /** Shifts the blocks that stand in {@code logs} from {@code from} on. */
  private void shift(float[] logs, int from, Change change, Wanted wanted) {
    CodecSpec spec = codec.spec();
    if (spec.protocols().length > 1) {
      multiply(logs, from, blocks.ofField(field(Schema.PROTOCOL)), change::ofProtocol);
    }
    if (spec.localPort() != null) {
      shiftPorts(logs, from, true, change);
      shiftPorts(logs, from, false, change);
    }
    for (CodecSpec.NamedCategories each : spec.categories()) {
      boolean steered =
          wanted.words().stream().anyMatch(words -> words.attribute().equals(each.name()));
      if (each.code().classes() > 1 && !steered) {
        shiftWords(logs, from, each, change);
      }
    }
    if (from + blocks.start(block + 1) <= logs.length) { // priors are of fields alone
      multiply(logs, from, block, s -> change.factors[s]);
    }
  }

  private int field(String name) {
    return codec.layout().field(name);
  }

  private void shiftPorts(float[] logs, int from, boolean local, Change change) {
    MixtureSpec ports = (local ? codec.spec().localPort() : codec.spec().peerPort()).mixture();
    int relatives = ports.relatives();
    int vocabulary = ports.atoms().length;
    double others = change.ofOthers(local);
    multiply(
        logs,
        from,
        blocks.ofField(field(local ? "localPort" : "peerPort")),
        c -> {
          int token = c - relatives;
          return token < 0 || token >= vocabulary ? others : change.ofPort(local, token);
        });
  }

  /** Which words come with which protocols is known but for how often: that is fitted to both. */
  private void shiftWords(
      float[] logs, int from, CodecSpec.NamedCategories attribute, Change change) {
    int at = blocks.ofField(field(attribute.name()));
    boolean[][] allowed = attribute.code().allowed();
    double[] words = shares(logs, from, at);
    double[] protocols = new double[allowed.length];
    double[] factors = new double[allowed.length];
    for (int p = 0; p < allowed.length; p++) {
      protocols[p] = change.shareOf(p);
      factors[p] = change.ofProtocol(p);
    }
    double[] changed = new JointShares(allowed, protocols, words).reweighed(factors);
    multiply(logs, from, at, c -> changed[c]);
  }

  private double[] shares(float[] logs, int from, int at) {
    double[] shares = new double[blocks.start(at + 1) - blocks.start(at)];
    for (int c = 0; c < shares.length; c++) {
      shares[c] = StrictMath.exp(logs[from + blocks.start(at) + c]);
    }
    return shares;
  }

  /** What a class is multiplied by. */
  private interface Factor {
    double of(int c);
  }

  private void multiply(float[] logs, int from, int at, Factor factor) {
    int first = from + blocks.start(at);
    double[] shares = shares(logs, from, at);
    Arrays.setAll(shares, c -> shares[c] * Math.max(LEAST, factor.of(c)));
    double sum = Arrays.stream(shares).sum();
    for (int c = 0; c < shares.length; c++) {
      logs[first + c] = (float) StrictMath.log(shares[c] / sum);
    }
  }

  /** The network's view: frequencies of protocols and ports change. */
  private float[] vector(float[] vector, Change change) {
    ProfileFeatures features = codec.spec().features();
    int[] outcomes = codec.layout().outcomeGroups();
    float[] changed = vector.clone();
    for (int i = 0; i < features.groups().length && i + 2 < vector.length; i++) {
      String group = codec.layout().groups().get(outcomes[features.groups()[i]]).name();
      double root = features.means()[i + 2] + features.spreads()[i + 2] * vector[i + 2];
      double factor = Math.min(ofToken(group, features.tokens()[i], change), 1 / (root * root));
      double moved = Math.max(0, root) * Math.sqrt(factor);
      changed[i + 2] = (float) ((moved - features.means()[i + 2]) / features.spreads()[i + 2]);
    }
    return changed;
  }

  private double ofToken(String group, int token, Change change) {
    CodecSpec spec = codec.spec();
    return switch (group) {
      case Schema.PROTOCOL -> change.ofProtocol(token);
      case "localPort", "peerPort" -> {
        boolean local = group.equals("localPort");
        MixtureSpec ports = (local ? spec.localPort() : spec.peerPort()).mixture();
        yield token < ports.atoms().length ? change.ofPort(local, token) : change.ofOthers(local);
      }
      default -> 1;
    };
  }
}
