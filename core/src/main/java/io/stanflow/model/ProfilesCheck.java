package io.stanflow.model;

import static io.stanflow.model.Requirement.isIndex;
import static io.stanflow.model.Requirement.require;

import io.stanflow.codec.Profile;
import io.stanflow.codec.spec.CodecSpec;
import io.stanflow.codec.spec.HeavyPeer;
import io.stanflow.codec.spec.ProfileFeatures;
import io.stanflow.codec.spec.Timer;
import io.stanflow.codec.spec.UsualSize;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Holds the profiles of a model file against its codec; see {@link PartsCheck}. */
final class ProfilesCheck {
  static final Pattern INTERNAL =
      Pattern.compile("internal/(\\d{1,4})/[0-9a-f]{1,16}/[0-9a-f]{1,16}");
  private final CodecSpec codec;

  ProfilesCheck(CodecSpec codec) {
    this.codec = codec;
  }

  /**
   * Checks all profiles, and their features.
   *
   * @param size of the profile vector
   * @throws IllegalArgumentException naming the part that does not fit
   */
  void check(List<Profile.Spec> profiles, int size) {
    features(codec.features(), size);
    long hosts = profiles.stream().mapToLong(Profile.Spec::hosts).sum();
    require(hosts <= Integer.MAX_VALUE, "profiles", "stand for too many hosts");
    for (int p = 0; p < profiles.size(); p++) {
      profile(profiles.get(p), "profiles[" + p + "]");
    }
  }

  private static void features(ProfileFeatures features, int size) {
    boolean each = features.means().length == size && features.spreads().length == size;
    int chosen = size - 2;
    each &= features.groups().length == chosen && features.tokens().length == chosen;
    require(each, "codec.features", "are not as many as architecture.profile");
  }

  private void profile(Profile.Spec profile, String place) {
    var used =
        Stream.concat(
            profile.heavy().stream().map(HeavyPeer::protocol),
            profile.sizes().stream().map(UsualSize::protocol));
    require(
        used.allMatch(p -> isIndex(p, codec.protocols().length)),
        place,
        "has a protocol that is not there");
    int popular = codec.addresses() == null ? 0 : codec.addresses().popular().length;
    for (Timer timer : profile.timers()) {
      timer(timer, profile, popular, place);
    }
    for (HeavyPeer peer : profile.heavy()) {
      boolean named = peer.peer() < 0 || (peer.popular() && isIndex(peer.peer(), popular));
      require(named, place, "names a peer that is not there");
    }
    boolean known =
        Arrays.stream(profile.popular()).allMatch(p -> isIndex(p, popular) && isInternal(p));
    require(known, place, "is a peer that is not there, or not inside");
    int roles = codec.internal() == null ? 0 : codec.internal().roles().size();
    boolean held = profile.roles().stream().allMatch(role -> isIndex(role.role(), roles));
    require(held, place, "has a role that is not there");
  }

  private void timer(Timer timer, Profile.Spec profile, int popular, String place) {
    boolean given = codec.addresses() != null && codec.gap() != null;
    require(given, place, "has timers, which go with addresses and time");
    require(timer.protocol() < codec.protocols().length, place, "has a protocol that is not there");
    boolean known = timer.peer() < popular && timer.heavy() < profile.heavy().size();
    require(known, place, "has a timer with a peer that is not there");
  }

  /** Whether a popular peer is inside the training network. */
  private boolean isInternal(int popular) {
    return INTERNAL.matcher(codec.addresses().popular()[popular]).matches();
  }
}
