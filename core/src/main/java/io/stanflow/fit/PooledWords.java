package io.stanflow.fit;

import io.stanflow.codec.FlowCodec;
import io.stanflow.codec.Profile;
import io.stanflow.codec.spec.CategorySpec;
import io.stanflow.codec.spec.CodecSpec;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * What the flows with each word of a condition, or of the label, are like, all hosts' together. Of
 * a word that fewer than k hosts have nothing is told, nor of its flows what fewer of them have.
 */
final class PooledWords {
  private final FlowCodec codec;
  private final List<HostProfile> hosts;
  private final ProfileFitter profiles;
  private final Sharing sharing;
  private final PartKinds kinds;

  PooledWords(FlowCodec codec, List<HostProfile> hosts, ProfileFitter profiles, Sharing sharing) {
    this.codec = codec;
    this.hosts = hosts;
    this.profiles = profiles;
    this.sharing = sharing;
    kinds = new PartKinds(codec);
  }

  /** By attribute and word, in the order of the codec. */
  Map<String, Map<String, Profile>> profiles() {
    Map<String, Map<String, Profile>> all = new LinkedHashMap<>();
    for (CodecSpec.NamedCategories named : codec.spec().categories()) {
      if (codec.spec().parting().contains(named.name())) {
        all.put(named.name(), profiles(named.name(), named.code()));
      }
    }
    return all;
  }

  private Map<String, Profile> profiles(String attribute, CategorySpec code) {
    Map<String, Profile> words = new LinkedHashMap<>();
    for (int word = 0; word < code.values().length; word++) {
      int c = word;
      List<List<ServicePart>> parts =
          hosts.stream()
              .map(
                  host ->
                      host.parts().stream()
                          .filter(
                              part -> part.rows() > 0 && kinds.word(part.kind(), attribute) == c)
                          .toList())
              .toList();
      int donors = (int) parts.stream().filter(of -> !of.isEmpty()).count();
      if (donors > 0 && sharing.isShared(donors)) {
        sharing.hold(attribute, "words as a part of hosts", code.values()[word], donors);
        words.put(code.values()[word], profile(parts));
      }
    }
    return words;
  }

  /**
   * The profile of some parts together.
   *
   * @param parts of each host
   */
  private Profile profile(List<List<ServicePart>> parts) {
    boolean[] shared = shared(parts);
    var pool = new MadeHost(codec, kinds, profiles.shared(), new SplittableRandom(0));
    for (int h = 0; h < parts.size(); h++) {
      for (ServicePart part : parts.get(h)) {
        ServicePart told = part.with(part.counts().where(key -> shared[key % shared.length]));
        // of no kind: so its heavy peers and usual sizes, which are hosts' own, do not come with it
        pool.add(new MadeHost.Share(h, hosts.get(h), told, List.of(), 1, 1));
      }
    }
    return profiles.pooled(pool.profile(hosts));
  }

  /** Whether enough hosts have each class in these parts. */
  private boolean[] shared(List<List<ServicePart>> parts) {
    int[] have = new int[codec.marginalBlocks().size()];
    int[] last = new int[have.length];
    Arrays.fill(last, -1);
    for (int h = 0; h < parts.size(); h++) {
      int host = h;
      for (ServicePart part : parts.get(h)) {
        part.counts()
            .forEach(
                (key, count) -> {
                  int c = key % have.length;
                  have[c] += last[c] == host ? 0 : 1;
                  last[c] = host;
                });
      }
    }
    boolean[] shared = new boolean[have.length];
    for (int c = 0; c < have.length; c++) {
      shared[c] = sharing.isShared(have[c]);
    }
    return shared;
  }
}
