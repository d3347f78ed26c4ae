package io.stanflow.fit;

import io.stanflow.codec.spec.CategorySpec;
import io.stanflow.fit.TableStatistics.Word;
import io.stanflow.flow.Attribute.Kind;
import io.stanflow.flow.Protocol;
import io.stanflow.flow.Schema;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Chooses the words that a codec knows: those which enough hosts have in flows of the same
 * protocol. Others are pooled; {@link io.stanflow.codec.FlowCodec#observe} has other words in their
 * place.
 */
final class WordFitter {
  private static final int MOST_WORDS = 96;

  /** Stands where no word is shared. */
  private static final String OTHER = "OTHER";

  /** Stands for protocols without ports that enough hosts have together, and none by itself. */
  private static final String TUNNEL = "GRE";

  private final TableStatistics statistics;
  private final Schema schema;
  private final long rows;
  private final Sharing sharing;
  private final Set<String> keep;
  private final List<String> protocols;

  /** Whether one protocol without ports stands for all of them. */
  private boolean pooled;

  /**
   * @param rows of the table
   * @param keep names of attributes whose words are known, whoever has them
   * @throws IllegalArgumentException if one of them has no words, or too many
   */
  WordFitter(TableStatistics statistics, long rows, Sharing sharing, Set<String> keep) {
    this.statistics = statistics;
    schema = statistics.schema();
    this.rows = rows;
    this.sharing = sharing;
    this.keep = keep;
    keep.forEach(this::checkKept);
    protocols = fitProtocols();
  }

  private void checkKept(String name) {
    int attribute = schema.index(name);
    Kind kind = attribute < 0 ? null : schema.kind(attribute);
    if (kind != Kind.CATEGORICAL && kind != Kind.FLAGS) {
      throw new IllegalArgumentException(
          "--keep %s: there is no such column of words; there are %s"
              .formatted(name, String.join(", ", named())));
    }
    Set<String> words = new LinkedHashSet<>();
    if (statistics.words.containsKey(attribute)) {
      statistics.words.get(attribute).rows().keySet().forEach(word -> words.add(word.word()));
    }
    if (words.size() > MOST_WORDS) {
      throw new IllegalArgumentException(
          "--keep %s: it has %,d words, which tell of their hosts; keep columns of at most %d"
              .formatted(name, words.size(), MOST_WORDS));
    }
  }

  private List<String> named() {
    return schema.attributes().stream()
        .filter(a -> a.kind() == Kind.CATEGORICAL || a.kind() == Kind.FLAGS)
        .map(a -> a.name())
        .toList();
  }

  /** Keywords of the protocol classes, most frequent first. */
  List<String> protocols() {
    return protocols;
  }

  /** The protocol that a word is known with: none of those that are pooled. */
  private String known(String protocol) {
    if (pooled && protocol.equals(TUNNEL)) {
      return ""; // it is among all of them
    }
    return pooled && protocol.equals(TableStatistics.PORTLESS) ? TUNNEL : protocol;
  }

  /** Whether a word that is not shared with this protocol is told as lost. */
  private boolean isLost(String protocol) {
    boolean together = protocol.equals(TableStatistics.PORTLESS);
    return together ? pooled : !pooled || !Protocol.isPortless(protocol);
  }

  private List<String> fitProtocols() {
    Map<String, Integer> counts = statistics.protocols.rows();
    counts.remove(TableStatistics.PORTLESS);
    List<String> ordered = byCount(counts);
    boolean all = keep.contains(Schema.PROTOCOL);
    List<String> known =
        new ArrayList<>(
            ordered.stream().filter(p -> all || isShared(statistics.protocols.hosts(p))).toList());
    List<String> unknown = ordered.stream().filter(p -> !known.contains(p)).toList();
    int tunnelling = statistics.protocols.hosts(TableStatistics.PORTLESS);
    if (isShared(tunnelling) && known.stream().noneMatch(Protocol::isPortless)) {
      known.add(TUNNEL);
      pooled = true;
    }
    if (known.isEmpty()) {
      return List.of(schema.has(Schema.PROTOCOL) ? Protocol.ofNumber(6) : "");
    }
    if (schema.has(Schema.PROTOCOL)) {
      for (String p : known) {
        boolean alone = ordered.contains(p) && !unknown.contains(p);
        hold(Schema.PROTOCOL, p, alone ? statistics.protocols.hosts(p) : tunnelling);
      }
      long flows = unknown.stream().mapToLong(counts::get).sum();
      sharing.coarsen(
          Schema.PROTOCOL, "words", unknown.size(), flows, "the first like it, else UDP");
    }
    return known;
  }

  private boolean isShared(int hosts) {
    return sharing.isShared(hosts);
  }

  private void hold(String attribute, String word, int hosts) {
    sharing.hold(attribute, keep.contains(attribute) ? "kept words" : "words", word, hosts);
  }

  private static List<String> byCount(Map<String, Integer> counts) {
    return counts.entrySet().stream()
        .sorted(Map.Entry.<String, Integer>comparingByValue().reversed())
        .map(Map.Entry::getKey)
        .toList();
  }

  /** The code of a flags or categorical attribute that is not the protocol. */
  CategorySpec fit(int attribute) {
    String name = schema.attributes().get(attribute).name();
    Sharers<Word> all = statistics.words.get(attribute);
    Map<Word, Integer> shared = new TreeMap<>();
    Map<String, Integer> counts = new TreeMap<>();
    Map<String, Integer> hosts = new TreeMap<>();
    Map<String, Integer> lost = new HashMap<>();
    all.rows()
        .forEach(
            (pair, flows) -> {
              String protocol = known(pair.protocol());
              if (protocols.contains(protocol)
                  && (keep.contains(name) || isShared(all.hosts(pair)))) {
                shared.put(new Word(protocol, pair.word()), flows);
                counts.merge(pair.word(), flows, Integer::sum);
                hosts.merge(pair.word(), all.hosts(pair), Math::max);
              } else if (isLost(pair.protocol())) {
                lost.merge(pair.word(), flows, Integer::sum);
              }
            });
    hosts.forEach((word, of) -> hold(name, word, of));
    note(name, lost, counts.keySet());
    if (counts.isEmpty()) {
      String none = schema.kind(attribute) == Kind.FLAGS ? "0" : OTHER;
      return spec(List.of(none), List.of(), shared);
    }
    long least = Math.max(5, rows / 100_000);
    List<String> ordered = byCount(counts);
    int kept = 1;
    while (kept < Math.min(MOST_WORDS, ordered.size()) && counts.get(ordered.get(kept)) >= least) {
      kept++;
    }
    return spec(ordered.subList(0, kept), ordered.subList(kept, ordered.size()), shared);
  }

  private void note(String name, Map<String, Integer> pooled, Set<String> known) {
    List<String> lost = new ArrayList<>(pooled.keySet());
    lost.removeAll(known);
    long flows = lost.stream().mapToLong(pooled::get).sum();
    String became = known.isEmpty() ? OTHER : "other words of their protocol";
    sharing.coarsen(name, "words", lost.size(), flows, became);
    lost = new ArrayList<>(pooled.keySet());
    lost.retainAll(known);
    flows = lost.stream().mapToLong(pooled::get).sum();
    sharing.coarsen(
        name, "words with a protocol", lost.size(), flows, "other words of their protocol");
  }

  private CategorySpec spec(List<String> values, List<String> rare, Map<Word, Integer> shared) {
    boolean[][] allowed = new boolean[protocols.size()][values.size() + (rare.isEmpty() ? 0 : 1)];
    int[][] rareCounts = new int[protocols.size()][rare.size()];
    shared.forEach(
        (pair, count) -> {
          int protocol = protocols.indexOf(pair.protocol());
          int value = values.indexOf(pair.word());
          allowed[protocol][value >= 0 ? value : values.size()] = true;
          if (value < 0) {
            rareCounts[protocol][rare.indexOf(pair.word())] = count;
          }
        });
    for (boolean[] classes : allowed) {
      boolean any = false;
      for (boolean one : classes) {
        any |= one;
      }
      classes[0] |= !any; // a protocol of which no word is shared has the most frequent one
    }
    return new CategorySpec(
        values.toArray(String[]::new), rare.toArray(String[]::new), allowed, rareCounts);
  }
}
