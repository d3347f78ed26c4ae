package io.stanflow.generate;

import io.stanflow.codec.Profile;
import io.stanflow.codec.spec.CategorySpec;
import io.stanflow.codec.spec.CodecSpec;
import io.stanflow.model.Model;
import io.stanflow.model.WordProfile;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** A model with the profiles that give a scenario's flows the shares of words it asks for. */
final class DirectedModel {
  private DirectedModel() {}

  /**
   * The model with other profiles, each at its place; the same model where nothing is asked for.
   *
   * @param hosts planned by the model as it is; what they do does not change how much they do
   * @throws IllegalArgumentException if no shares of such words can be asked of the model, or the
   *     shares of all words are not 100 %
   */
  static Model of(Model model, Scenario scenario, List<HostPlan> hosts) {
    Set<String> attributes = new LinkedHashSet<>();
    scenario.shares().forEach(share -> attributes.add(share.attribute()));
    Model directed = model;
    for (String attribute : attributes) {
      List<Share> shares =
          scenario.shares().stream().filter(s -> s.attribute().equals(attribute)).toList();
      directed = directed.withProfiles(profiles(directed, attribute, shares, hosts));
    }
    return directed;
  }

  private static List<Profile> profiles(
      Model model, String attribute, List<Share> shares, List<HostPlan> hosts) {
    CategorySpec code = code(model.codec().spec(), attribute);
    double[] asked = asked(code, attribute, shares);
    Profile[] words = new Profile[code.classes()];
    for (WordProfile word : model.words()) {
      if (word.attribute().equals(attribute)) {
        words[List.of(code.values()).indexOf(word.word())] = word.profile();
      }
    }
    var mixture = new ProfileMixture(model.codec(), attribute, code, words);
    List<Profile> profiles = new ArrayList<>(model.profiles());
    double[] flows = new double[profiles.size()];
    hosts.forEach(host -> flows[host.profile()] += host.flows());
    double[][] natural = profiles.stream().map(mixture::natural).toArray(double[][]::new);
    if (Arrays.stream(flows).sum() == 0) {
      return profiles;
    }
    double[][] wanted = ShareTargets.fit(natural, flows, asked);
    for (int p = 0; p < flows.length; p++) {
      if (flows[p] > 0) {
        profiles.set(p, mixture.mixed(profiles.get(p), wanted[p]));
      }
    }
    return profiles;
  }

  private static CategorySpec code(CodecSpec codec, String attribute) {
    if (!codec.parting().contains(attribute)) {
      String known = String.join(", ", codec.parting());
      throw new IllegalArgumentException(
          "shares of %s cannot be asked of the model%s; train it with --condition %s"
              .formatted(attribute, known.isEmpty() ? "" : ", but of " + known, attribute));
    }
    return codec.categories().stream()
        .filter(each -> each.name().equals(attribute))
        .findFirst()
        .orElseThrow()
        .code();
  }

  /** The share asked of each class, NaN for none. */
  private static double[] asked(CategorySpec code, String attribute, List<Share> shares) {
    double[] asked = new double[code.classes()];
    Arrays.fill(asked, Double.NaN);
    List<String> words = List.of(code.values());
    for (Share share : shares) {
      int c = words.indexOf(share.word());
      if (c < 0) {
        throw new IllegalArgumentException(
            "the model knows no %s '%s'; it knows %s"
                .formatted(attribute, share.word(), String.join(", ", words)));
      }
      if (!Double.isNaN(asked[c])) {
        throw new IllegalArgumentException(
            "the share of %s=%s is asked for twice".formatted(attribute, share.word()));
      }
      asked[c] = share.share();
    }
    double sum = Arrays.stream(asked).filter(s -> !Double.isNaN(s)).sum();
    boolean all = Arrays.stream(asked).noneMatch(Double::isNaN);
    if (sum > 1 + 1e-9 || (all && sum < 1 - 1e-9)) {
      throw new IllegalArgumentException(
          "the shares of %s are %s %% together, not 100 %%%s"
              .formatted(attribute, Math.round(1e4 * sum) / 1e2, all ? "" : " at most"));
    }
    return asked;
  }
}
