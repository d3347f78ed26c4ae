package io.stanflow.generate;

import io.stanflow.codec.Profile;
import io.stanflow.codec.spec.CodecSpec;
import io.stanflow.flow.Hours;
import io.stanflow.model.Model;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.DoubleStream;

/** Sums up what the hosts of each kind do. */
final class KindTraits {
  private static final double LEAST = 0.01; // share that is told
  private static final double NOTABLE = 2; // times the share of all hosts

  private final Model model;
  private final List<Map<String, Double>> services;

  /** Shares of words among all flows. */
  private final Map<String, Double> usual;

  /**
   * @param services of each profile, the shares of its flows
   */
  KindTraits(Model model, List<Map<String, Double>> services) {
    this.model = model;
    this.services = services;
    usual = words(model.profiles());
  }

  /**
   * Sums up one kind.
   *
   * @param members the profiles, by their indexes
   */
  HostKind of(String name, List<Integer> members) {
    List<Profile> profiles = members.stream().map(model.profiles()::get).toList();
    double[] hours = hours(profiles);
    double all = Arrays.stream(hours).sum();
    return new HostKind(
        name,
        (double) hosts(profiles) / hosts(model.profiles()),
        quartiles(profiles),
        HostKind.rhythm(hours),
        DoubleStream.of(hours).map(flows -> all == 0 ? 0 : flows / all).boxed().toList(),
        services(members),
        notable(words(profiles)));
  }

  static int hosts(List<Profile> profiles) {
    return profiles.stream().mapToInt(profile -> profile.spec().hosts()).sum();
  }

  /** Flows of all hosts of these profiles in each hour of the day. */
  static double[] hours(List<Profile> profiles) {
    double[] hours = new double[Hours.A_DAY];
    for (Profile profile : profiles) {
      double[] rhythm = profile.spec().rhythm();
      for (int hour = 0; hour < rhythm.length; hour++) {
        hours[hour % Hours.A_DAY] +=
            profile.spec().hosts() * rhythm[hour] * Hours.A_DAY / rhythm.length;
      }
    }
    return hours;
  }

  private static List<Double> quartiles(List<Profile> profiles) {
    double[] flows =
        profiles.stream()
            .flatMapToDouble(
                profile ->
                    DoubleStream.generate(profile::flowsPerDay).limit(profile.spec().hosts()))
            .sorted()
            .toArray();
    return DoubleStream.of(0.25, 0.5, 0.75)
        .mapToObj(part -> flows[(int) (part * (flows.length - 1) + 0.5)])
        .toList();
  }

  private Map<String, Double> services(List<Integer> members) {
    Map<String, Double> sums = new LinkedHashMap<>();
    for (int p : members) {
      double flows = flows(model.profiles().get(p));
      services.get(p).forEach((service, share) -> sums.merge(service, share * flows, Double::sum));
    }
    double all = sums.values().stream().mapToDouble(flows -> flows).sum();
    Map<String, Double> told = new LinkedHashMap<>();
    sums.entrySet().stream()
        .sorted(Map.Entry.comparingByValue(Comparator.reverseOrder()))
        .filter(entry -> entry.getValue() >= LEAST * all)
        .forEach(entry -> told.put(entry.getKey(), entry.getValue() / all));
    return told;
  }

  private static double flows(Profile profile) {
    return profile.spec().hosts() * profile.flowsPerDay();
  }

  /** Shares of the words that part what hosts do. */
  private Map<String, Double> words(List<Profile> profiles) {
    CodecSpec codec = model.codec().spec();
    double all = profiles.stream().mapToDouble(KindTraits::flows).sum();
    Map<String, Double> words = new LinkedHashMap<>();
    for (CodecSpec.NamedCategories named : codec.categories()) {
      if (codec.parting().contains(named.name())) {
        int classes = named.code().classes();
        var mixture =
            new ProfileMixture(model.codec(), named.name(), named.code(), new Profile[classes]);
        for (Profile profile : profiles) {
          double[] natural = mixture.natural(profile);
          for (int c = 0; c < named.code().values().length; c++) {
            String word = named.name() + " " + named.code().values()[c];
            words.merge(word, natural[c] * flows(profile) / all, Double::sum);
          }
        }
      }
    }
    return words;
  }

  private Map<String, Double> notable(Map<String, Double> words) {
    Map<String, Double> notable = new LinkedHashMap<>(words);
    notable
        .entrySet()
        .removeIf(
            word ->
                word.getValue() < LEAST || word.getValue() < NOTABLE * usual.get(word.getKey()));
    return notable;
  }
}
