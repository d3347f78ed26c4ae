package io.stanflow.generate;

import io.stanflow.codec.DayParts;
import io.stanflow.codec.FlowCodec;
import io.stanflow.codec.MarginalBlocks;
import io.stanflow.codec.Profile;
import io.stanflow.model.Model;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the hosts of a model's profiles are, by the service that most of their flows are of and on
 * whose side it is: {@code web server}, {@code dns client}, {@code tcp/8080 server}; of protocols
 * without ports, {@code icmp}.
 */
public final class ProfileKinds {
  private static final Pattern SERVICE = Pattern.compile("(\\S+)/(\\d+) (local|peer)");

  /** Well-known services that go by several ports, or are known by a name. */
  private static final Map<Long, String> NAMES = names();

  private final List<String> kinds = new ArrayList<>();

  private static Map<Long, String> names() {
    Map<Long, String> names = new LinkedHashMap<>();
    name(names, "web", 80, 443, 8000, 8080, 8443);
    name(names, "mail", 25, 110, 143, 465, 587, 993, 995);
    name(names, "dns", 53, 853);
    name(names, "file", 20, 21, 139, 445, 2049);
    name(names, "shell", 22, 23);
    name(names, "desktop", 3389, 5900);
    name(names, "database", 1433, 1521, 3306, 5432);
    name(names, "directory", 88, 389, 636);
    name(names, "time", 123);
    name(names, "monitoring", 161, 162, 514);
    name(names, "voice", 5060, 5061);
    return Map.copyOf(names);
  }

  private static void name(Map<Long, String> names, String name, long... ports) {
    for (long port : ports) {
      names.put(port, name);
    }
  }

  public ProfileKinds(Model model) {
    FlowCodec codec = model.codec();
    List<String> words = words(codec);
    model.profiles().forEach(profile -> kinds.add(kind(codec, profile, words)));
  }

  /** The kind of each service. */
  private static List<String> words(FlowCodec codec) {
    List<String> words = new ArrayList<>();
    MarginalBlocks blocks = codec.marginalBlocks();
    int block = blocks.firstOutcomes();
    for (int service = 0; service < blocks.start(block + 1) - blocks.start(block); service++) {
      words.add(word(codec.outcomes().text(service)));
    }
    return words;
  }

  private static String word(String service) {
    Matcher parts = SERVICE.matcher(service);
    if (!parts.matches()) {
      return service.isEmpty() ? "any" : service.toLowerCase(java.util.Locale.ROOT);
    }
    String plain = parts.group(1).toLowerCase(java.util.Locale.ROOT) + "/" + parts.group(2);
    String name = NAMES.getOrDefault(Long.parseLong(parts.group(2)), plain);
    return name + (parts.group(3).equals("local") ? " server" : " client");
  }

  private static String kind(FlowCodec codec, Profile profile, List<String> words) {
    MarginalBlocks blocks = codec.marginalBlocks();
    int first = blocks.start(blocks.firstOutcomes());
    float[] logs = profile.logMarginals();
    Map<String, Double> shares = new LinkedHashMap<>();
    for (int service = 0; service < words.size(); service++) {
      double share = 0;
      for (int part = 0; part < DayParts.COUNT && logs.length > 0; part++) {
        share += StrictMath.exp(logs[part * blocks.size() + first + service]);
      }
      shares.merge(words.get(service), share, Double::sum);
    }
    return shares.entrySet().stream()
        .max(Map.Entry.comparingByValue())
        .map(Map.Entry::getKey)
        .orElse("any");
  }

  /** The kind of each profile, in the order of the model. */
  public List<String> all() {
    return List.copyOf(kinds);
  }

  /**
   * The profiles of a kind, by their indexes.
   *
   * @throws IllegalArgumentException if there is none, naming those that there are
   */
  List<Integer> of(String kind) {
    List<Integer> found = new ArrayList<>();
    for (int p = 0; p < kinds.size(); p++) {
      if (kinds.get(p).equals(kind)) {
        found.add(p);
      }
    }
    if (found.isEmpty()) {
      String known = String.join(", ", kinds.stream().distinct().sorted().toList());
      throw new IllegalArgumentException(
          "the model has no host like '%s'; it has %s".formatted(kind, known));
    }
    return found;
  }
}
