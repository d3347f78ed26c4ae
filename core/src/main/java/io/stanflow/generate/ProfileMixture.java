package io.stanflow.generate;

import io.stanflow.codec.FlowCodec;
import io.stanflow.codec.MarginalBlocks;
import io.stanflow.codec.Profile;
import io.stanflow.codec.Wanted;
import io.stanflow.codec.spec.CategorySpec;
import io.stanflow.codec.spec.ProfileFeatures;
import io.stanflow.codec.spec.Timer;
import java.util.ArrayList;
import java.util.List;

/**
 * Makes a profile one of hosts that have more, or fewer, flows with some words of an attribute:
 * what such flows are like is added to what its hosts do, or taken off. Volume, rhythm, heavy
 * peers, usual sizes and how flows follow each other stay, and timers, but for those of protocols
 * that no word which is asked for comes with.
 */
final class ProfileMixture {
  /** Share of a class that stays at least, whatever is taken off. */
  private static final double LEAST_LEFT = 1e-3;

  /** Most of a profile that is taken off; where more would be, it is thinned as a whole. */
  private static final double MOST_TAKEN = 0.5;

  private static final String GAP = "gap";

  private final FlowCodec codec;
  private final String attribute;
  private final CategorySpec code;
  private final int field;

  /** By class of the attribute, null where too few training hosts have it. */
  private final Profile[] words;

  /**
   * @param code of the attribute
   * @param words what flows of each class of it are like; null where that is not known
   */
  ProfileMixture(FlowCodec codec, String attribute, CategorySpec code, Profile[] words) {
    this.codec = codec;
    this.attribute = attribute;
    this.code = code;
    this.words = words.clone();
    field = codec.layout().field(attribute);
  }

  /** The shares of the classes among the flows of a profile's hosts. */
  double[] natural(Profile profile) {
    MarginalBlocks blocks = codec.marginalBlocks();
    int from = blocks.start(blocks.ofField(field));
    double[] shares = new double[words.length];
    double sum = 0;
    for (int c = 0; c < shares.length; c++) {
      shares[c] = StrictMath.exp(profile.priors()[from + c]);
      sum += shares[c];
    }
    for (int c = 0; c < shares.length; c++) {
      shares[c] /= sum;
    }
    return shares;
  }

  /**
   * The profile with other shares.
   *
   * @param shares of all classes, which sum to 1
   */
  Profile mixed(Profile profile, double[] shares) {
    double[] weights = weights(natural(profile), shares);
    float[] marginals = profile.logMarginals().clone();
    int size = codec.marginalBlocks().size();
    for (int from = 0; from < marginals.length; from += size) {
      mix(profile.logMarginals(), from, p -> p.logMarginals(), weights, shares, marginals);
    }
    float[] priors = profile.priors().clone();
    mix(profile.priors(), 0, Profile::priors, weights, shares, priors);
    List<Wanted.Words> wanted = new ArrayList<>(profile.wanted().words());
    wanted.add(new Wanted.Words(attribute, shares));
    float[] vector = vector(profile, weights);
    Profile.Spec spec = profile.spec();
    List<Timer> timers = spec.timers().stream().filter(timer -> fits(timer, shares)).toList();
    return codec.profile(
        spec.withTimers(timers), vector, priors, marginals, new Wanted(wanted, null));
  }

  /** Whether a timer's ticks can have a word that is asked for. */
  private boolean fits(Timer timer, double[] shares) {
    boolean fits = timer.protocol() < 0;
    for (int c = 0; c < shares.length && !fits; c++) {
      fits = shares[c] > 0 && code.allowed()[timer.protocol()][c];
    }
    return fits;
  }

  /** What the profile itself, last, and each class's flows are taken times. */
  private double[] weights(double[] natural, double[] shares) {
    int stays = 0; // the class that most flows have, of those that any are to have
    for (int c = 0; c < shares.length; c++) {
      boolean more = natural[c] > natural[stays] || shares[stays] == 0;
      stays = shares[c] > 0 && more ? c : stays;
    }
    double[] weights = new double[shares.length + 1];
    double taken = 0;
    for (int c = 0; c < shares.length; c++) {
      boolean other = c != stays && words[c] != null;
      weights[c] = other ? shares[c] * natural[stays] / shares[stays] - natural[c] : 0;
      taken -= Math.min(0, weights[c]);
    }
    weights[shares.length] = 1;
    return taken <= MOST_TAKEN && natural[stays] >= MOST_TAKEN ? weights : thinned(natural, shares);
  }

  /** Likewise, with nothing taken off. */
  private double[] thinned(double[] natural, double[] shares) {
    double kept = 1;
    for (int c = 0; c < shares.length; c++) {
      kept = words[c] == null ? kept : Math.min(kept, shares[c] / natural[c]);
    }
    double[] weights = new double[shares.length + 1];
    for (int c = 0; c < shares.length; c++) {
      weights[c] = words[c] == null ? 0 : shares[c] - kept * natural[c];
    }
    weights[shares.length] = Math.max(LEAST_LEFT, kept);
    return weights;
  }

  /** Where a profile has logs of shares. */
  private interface Logs {
    float[] of(Profile profile);
  }

  /** Mixes the blocks that stand in {@code logs} from {@code from} on. */
  private void mix(
      float[] logs, int from, Logs of, double[] weights, double[] shares, float[] into) {
    MarginalBlocks blocks = codec.marginalBlocks();
    int gap = codec.spec().gap() == null ? -1 : blocks.ofField(codec.layout().field(GAP));
    for (int block = 0; block < blocks.count(); block++) {
      int first = from + blocks.start(block);
      int end = from + blocks.start(block + 1);
      if (end > logs.length) {
        return; // priors have those of fields alone
      }
      if (block == blocks.ofField(field)) {
        for (int i = first; i < end; i++) {
          into[i] = (float) StrictMath.log(Math.max(LEAST_LEFT * LEAST_LEFT, shares[i - first]));
        }
      } else if (block != gap) {
        mix(logs, first, end, of, weights, into);
      }
    }
  }

  private void mix(float[] logs, int first, int end, Logs of, double[] weights, float[] into) {
    double[] mixed = new double[end - first];
    double sum = 0;
    for (int i = first; i < end; i++) {
      double own = StrictMath.exp(logs[i]);
      double all = weights[words.length] * own;
      for (int c = 0; c < words.length; c++) {
        all += weights[c] == 0 ? 0 : weights[c] * StrictMath.exp(of.of(words[c])[i]);
      }
      mixed[i - first] = Math.max(LEAST_LEFT * own, all);
      sum += mixed[i - first];
    }
    for (int i = first; i < end; i++) {
      into[i] = (float) StrictMath.log(mixed[i - first] / sum);
    }
  }

  /** The network's view: volume stays, peers per flow and frequencies of tokens are mixed. */
  private float[] vector(Profile profile, double[] weights) {
    ProfileFeatures features = codec.spec().features();
    float[] mixed = profile.vector().clone();
    for (int i = 1; i < mixed.length; i++) {
      double sum = weights[words.length] * amount(profile.vector()[i], features, i);
      double of = weights[words.length];
      for (int c = 0; c < words.length; c++) {
        sum += weights[c] == 0 ? 0 : weights[c] * amount(words[c].vector()[i], features, i);
        of += weights[c];
      }
      double mean = Math.max(0, sum / of);
      double value = i == 1 ? StrictMath.log(Math.max(LEAST_LEFT, mean)) : Math.sqrt(mean);
      mixed[i] = (float) ((value - features.means()[i]) / features.spreads()[i]);
    }
    return mixed;
  }

  /** A component of a profile's vector as what adds up: peers per flow, a frequency. */
  private static double amount(float component, ProfileFeatures features, int i) {
    double value = features.means()[i] + features.spreads()[i] * component;
    return i == 1 ? StrictMath.exp(value) : Math.max(0, value) * Math.max(0, value);
  }
}
