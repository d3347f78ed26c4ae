package io.stanflow.generate;

import io.stanflow.codec.DayParts;
import io.stanflow.codec.FlowCodec;
import io.stanflow.codec.MarginalBlocks;
import io.stanflow.codec.Profile;
import io.stanflow.codec.spec.AddressSpec;
import io.stanflow.model.Model;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * What the hosts of a model's profiles are, by the service that most of their flows are of and on
 * whose side it is: {@code web server}, {@code dns client}, {@code tcp/8080 server}; of protocols
 * without ports, {@code icmp}. Clients of several well-known services by day are {@link #OFFICE}.
 * Kinds of fewer hosts than must share an address are listed together, as {@link #OTHER}.
 */
public final class ProfileKinds {
  public static final String OFFICE = "office client";
  public static final String OTHER = "other";

  /** Well-known services that an office client uses, with {@link #LEAST_USED} of its flows each. */
  private static final int OFFICE_SERVICES = 2;

  private static final double LEAST_USED = 0.05;
  private static final String CLIENT = " client";
  private static final String SERVER = " server";
  private static final Pattern SERVICE = Pattern.compile("(\\S+)/(\\d+) (local|peer)");

  /** Well-known services that go by several ports, or are known by a name. */
  private static final Map<Long, String> NAMES = names();

  private final Model model;

  /** Shares of each profile's flows by service. */
  private final List<Map<String, Double>> services;

  /** By profile: its main service. */
  private final List<String> kinds;

  /** By profile: the kind that it is listed under. */
  private final List<String> listed;

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
    this.model = model;
    List<String> words = words(model.codec());
    services =
        model.profiles().stream().map(profile -> shares(model.codec(), profile, words)).toList();
    kinds = services.stream().map(ProfileKinds::main).toList();
    listed = listed();
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
    return name + (parts.group(3).equals("local") ? SERVER : CLIENT);
  }

  private static Map<String, Double> shares(FlowCodec codec, Profile profile, List<String> words) {
    MarginalBlocks blocks = codec.marginalBlocks();
    int first = blocks.start(blocks.firstOutcomes());
    float[] logs = profile.logMarginals();
    Map<String, Double> shares = new LinkedHashMap<>();
    for (int service = 0; service < words.size(); service++) {
      double share = 0;
      for (int part = 0; part < DayParts.COUNT && logs.length > 0; part++) {
        share += StrictMath.exp(logs[part * blocks.size() + first + service]) / DayParts.COUNT;
      }
      shares.merge(words.get(service), share, Double::sum);
    }
    return shares;
  }

  private static String main(Map<String, Double> services) {
    return services.entrySet().stream()
        .max(Map.Entry.comparingByValue())
        .map(Map.Entry::getKey)
        .orElse("any");
  }

  private List<String> listed() {
    List<String> all = new ArrayList<>();
    for (int p = 0; p < kinds.size(); p++) {
      String rhythm = HostKind.rhythm(KindTraits.hours(List.of(model.profiles().get(p))));
      boolean office = isOffice(services.get(p)) && rhythm.equals(HostKind.BY_DAY);
      all.add(office ? OFFICE : kinds.get(p));
    }
    Set<String> few = few(all);
    all.replaceAll(kind -> few.contains(kind) ? OTHER : kind);
    return List.copyOf(all);
  }

  /** Whether most flows are a client's, of several services. */
  static boolean isOffice(Map<String, Double> services) {
    double client = 0;
    int used = 0;
    for (var service : services.entrySet()) {
      boolean isClient = service.getKey().endsWith(CLIENT);
      boolean known = NAMES.containsValue(service.getKey().replace(CLIENT, ""));
      client += isClient ? service.getValue() : 0;
      used += isClient && known && service.getValue() >= LEAST_USED ? 1 : 0;
    }
    return client > 0.5 && used >= OFFICE_SERVICES;
  }

  /** Kinds of too few hosts to be told apart. */
  private Set<String> few(List<String> all) {
    return all.stream().filter(kind -> isFew(members(all, kind))).collect(Collectors.toSet());
  }

  private boolean isFew(List<Integer> members) {
    AddressSpec addresses = model.codec().spec().addresses();
    int k = addresses == null ? 1 : addresses.k();
    return KindTraits.hosts(members.stream().map(model.profiles()::get).toList()) < k;
  }

  /** The kind that each profile is listed under, in the order of the model. */
  public List<String> all() {
    return listed;
  }

  /**
   * What the hosts of each kind do, the most hosts first, others last; nothing of others that are
   * too few themselves, unless there are no more.
   */
  public List<HostKind> groups() {
    var traits = new KindTraits(model, services);
    List<String> all = listed.stream().distinct().toList();
    return all.stream()
        .filter(kind -> all.size() == 1 || !isFew(members(listed, kind)))
        .map(kind -> traits.of(kind, members(listed, kind)))
        .sorted(
            Comparator.comparing((HostKind kind) -> kind.name().equals(OTHER))
                .thenComparing(kind -> -kind.share())
                .thenComparing(HostKind::name))
        .toList();
  }

  private static List<Integer> members(List<String> kinds, String kind) {
    return IntStream.range(0, kinds.size()).filter(p -> kinds.get(p).equals(kind)).boxed().toList();
  }

  /**
   * Those of some profiles whose hosts offer services, each with {@link #LEAST_USED} of their flows
   * or more.
   *
   * @param names such as {@code web} or {@code tcp/8080}
   * @throws IllegalArgumentException if there is none, naming the services that one of them offers
   */
  List<Integer> serving(List<String> names, List<Integer> some) {
    List<Integer> found =
        some.stream().filter(p -> names.stream().allMatch(name -> offers(p, name))).toList();
    if (found.isEmpty()) {
      String known =
          some.stream()
              .flatMap(p -> services.get(p).keySet().stream().filter(each -> each.endsWith(SERVER)))
              .map(each -> each.replace(SERVER, ""))
              .distinct()
              .filter(name -> some.stream().anyMatch(p -> offers(p, name)))
              .sorted()
              .collect(Collectors.joining(", "));
      throw new IllegalArgumentException(
          "no such host of the model offers %s; there are those that offer %s"
              .formatted(String.join(" and ", names), known.isEmpty() ? "nothing" : known));
    }
    return found;
  }

  private boolean offers(int profile, String service) {
    return services.get(profile).getOrDefault(service + SERVER, 0.0) >= LEAST_USED;
  }

  /**
   * The profiles of a kind, by their indexes: those whose main service it is, however they are
   * listed, or those that are listed so.
   *
   * @throws IllegalArgumentException if there is none, naming those that there are
   */
  List<Integer> of(String kind) {
    List<Integer> served = members(kinds, kind);
    List<Integer> found = served.isEmpty() ? members(listed, kind) : served;
    if (found.isEmpty()) {
      String known = String.join(", ", listed.stream().distinct().sorted().toList());
      throw new IllegalArgumentException(
          "the model has no host like '%s'; it has %s".formatted(kind, known));
    }
    return found;
  }
}
