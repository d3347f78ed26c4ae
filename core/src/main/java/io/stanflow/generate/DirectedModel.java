package io.stanflow.generate;

import io.stanflow.codec.HostSampler.KnownAddresses;
import io.stanflow.codec.Profile;
import io.stanflow.codec.spec.CategorySpec;
import io.stanflow.generate.ShareTargets.Asked;
import io.stanflow.model.Model;
import io.stanflow.model.WordProfile;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * A model with the profiles that give a scenario's flows the shares it asks for. Groups of hosts
 * that something is asked of, and infected ones, have profiles of their own, after those of the
 * model.
 */
final class DirectedModel {
  private final Model original;
  private final Scenario scenario;
  private final KnownAddresses known;

  /**
   * Where the profiles of each group, and then of each infection, are, by their indexes in the
   * original.
   */
  private final int[][] places;

  private final List<Wish> wishes = new ArrayList<>();

  /** Those of the original each at its place. */
  private Model model;

  private ScenarioPlan plan;

  /**
   * What is asked of some hosts' flows together.
   *
   * @param of whether they are those of each profile
   */
  record Wish(boolean[] of, List<Share> shares) {
    List<Share> of(String attribute) {
      return shares.stream().filter(share -> share.attribute().equals(attribute)).toList();
    }
  }

  /**
   * @throws IllegalArgumentException if no such shares can be asked of the model, or they cannot be
   *     had together
   */
  DirectedModel(Model original, Scenario scenario, KnownAddresses known) {
    this.original = original;
    this.scenario = scenario;
    this.known = known;
    List<List<Share>> shares = scenario.partShares();
    int own = original.profiles().size();
    List<Profile> profiles = new ArrayList<>(original.profiles());
    places = new int[shares.size()][];
    for (int g = 0; g < places.length; g++) {
      int first = shares.get(g).isEmpty() ? 0 : profiles.size();
      places[g] = IntStream.range(first, first + own).toArray();
      profiles.addAll(first == 0 ? List.of() : original.profiles());
    }
    direct(profiles);
    double[] flows = flows();
    for (int g = 0; g < places.length; g++) {
      wish(flows, places[g], shares.get(g));
    }
    wish(flows, IntStream.range(0, flows.length).toArray(), scenario.shares());
    direct();
  }

  /** Goes on with other profiles, which may have other timers. */
  void direct(List<Profile> profiles) {
    model = original.withProfiles(profiles);
    plan = ScenarioPlan.of(model, original, places, scenario, known);
  }

  /** Flows that the hosts of each profile have. */
  private double[] flows() {
    double[] flows = new double[model.profiles().size()];
    plan.hosts().forEach(host -> flows[host.profile()] += host.flows());
    return flows;
  }

  private void wish(double[] flows, int[] some, List<Share> shares) {
    boolean[] of = new boolean[flows.length];
    for (int p : some) {
      of[p] = flows[p] > 0;
    }
    if (!shares.isEmpty() && Arrays.stream(some).anyMatch(p -> of[p])) {
      wishes.add(new Wish(of, shares));
    }
  }

  private void direct() {
    var services = new DirectedServices(this, original);
    Set<String> attributes = new LinkedHashSet<>();
    wishes.forEach(wish -> wish.shares().forEach(share -> attributes.add(share.attribute())));
    for (String attribute : attributes) {
      if (model.codec().spec().parting().contains(attribute)) {
        direct(attribute);
      } else if (!services.attributes().contains(attribute)) {
        throw unknown(attribute, services.attributes());
      }
    }
    services.direct(wishes);
  }

  private IllegalArgumentException unknown(String attribute, List<String> services) {
    List<String> known = new ArrayList<>(model.codec().spec().parting());
    known.addAll(services);
    String but = known.isEmpty() ? "" : ", but of " + String.join(", ", known);
    return new IllegalArgumentException(
        "shares of %s cannot be asked of the model%s; train it with --condition %s"
            .formatted(attribute, but, attribute));
  }

  /** Gives the hosts the shares that are asked for of an attribute of words. */
  private void direct(String attribute) {
    CategorySpec code =
        model.codec().spec().categories().stream()
            .filter(each -> each.name().equals(attribute))
            .findFirst()
            .orElseThrow()
            .code();
    Profile[] words = new Profile[code.classes()];
    for (WordProfile word : model.words()) {
      if (word.attribute().equals(attribute)) {
        words[List.of(code.values()).indexOf(word.word())] = word.profile();
      }
    }
    List<Profile> profiles = new ArrayList<>(model.profiles());
    double[] flows = flows();
    var mixture = new ProfileMixture(model.codec(), attribute, code, words);
    double[][] natural = profiles.stream().map(mixture::natural).toArray(double[][]::new);
    List<Asked> asked = new ArrayList<>();
    List<Share> shares = new ArrayList<>();
    for (Wish wish : wishes) {
      List<Share> of = wish.of(attribute);
      if (!of.isEmpty()) {
        double[] wanted = asked(code, attribute, of);
        asked.add(ShareTargets.completed(natural, flows, wish.of(), wanted));
        shares.addAll(of);
      }
    }
    double[][] wanted =
        ShareTargets.fit(natural, flows, new double[flows.length][code.classes()], asked)
            .orElseThrow(() -> ShareTargets.impossible(shares));
    for (int p = 0; p < flows.length; p++) {
      int at = p;
      if (asked.stream().anyMatch(each -> each.hosts()[at])) {
        profiles.set(p, mixture.mixed(profiles.get(p), wanted[p]));
      }
    }
    direct(profiles);
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
        throw ShareTargets.twice(share);
      }
      asked[c] = share.share();
    }
    ShareTargets.checkSum(shares, Arrays.stream(asked).noneMatch(Double::isNaN));
    return asked;
  }

  /** The model with the changed profiles. */
  Model model() {
    return model;
  }

  /** The scenario by it. */
  ScenarioPlan plan() {
    return plan;
  }
}
