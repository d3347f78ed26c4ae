package io.stanflow.fit;

import io.stanflow.codec.spec.CategorySpec;
import io.stanflow.codec.spec.CodecSpec.NamedCategories;
import io.stanflow.codec.spec.Exclusion;
import io.stanflow.codec.spec.Facet;
import io.stanflow.codec.spec.Facet.View;
import io.stanflow.codec.spec.QuantitySpec.Units;
import io.stanflow.flow.Attribute.Kind;
import io.stanflow.flow.Flow;
import io.stanflow.flow.Protocol;
import io.stanflow.flow.Schema;
import io.stanflow.flow.Series;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Finds what does not occur together in a table: directions, classes of words, sizes of numbers
 * (zero, one, more), how two counts compare. Of two independent ones enough flows would have both,
 * and of these at most one in a thousand is there.
 */
final class ExclusionFitter {
  /** Counts that are compared with one another; of more the pairs would be too many. */
  private static final int MOST_COMPARED = 12;

  private final Schema schema;
  private final List<String> protocols;
  private final List<Integer> words = new ArrayList<>();
  private final List<Map<String, Integer>> classes = new ArrayList<>();
  private final List<CategorySpec> codes = new ArrayList<>();
  private final List<Integer> quantities;
  private final List<Units> units;
  private final List<Placed> facets = new ArrayList<>();
  private final List<FacetPair> pairs = new ArrayList<>();
  private final long stride;
  private long seen;

  /** A facet, when it is decided (direction, protocol, words, quantities), its classes. */
  private record Placed(Facet facet, int turn, int classes) {}

  /**
   * @param quantities attributes in the order in which they are decided
   * @param units of each
   * @param stride of so many rows one is looked at
   */
  ExclusionFitter(
      Schema schema,
      List<String> protocols,
      List<NamedCategories> categories,
      List<Integer> quantities,
      List<Units> units,
      long stride) {
    this.schema = schema;
    this.protocols = protocols;
    this.quantities = quantities;
    this.units = units;
    this.stride = stride;
    addFacet(View.DIRECTION, 0, 0, -2, schema.has(Schema.SOURCE_ADDRESS) ? 2 : 1);
    addFacet(View.PROTOCOL, 0, 0, -1, protocols.size());
    for (int w = 0; w < categories.size(); w++) {
      CategorySpec code = categories.get(w).code();
      words.add(schema.index(categories.get(w).name()));
      Map<String, Integer> known = new HashMap<>();
      for (String word : code.values()) {
        known.put(word, known.size());
      }
      classes.add(known);
      codes.add(code);
      addFacet(View.WORD, w, 0, w, code.classes());
    }
    addQuantities();
    addPairs();
  }

  private void addFacet(View view, int of, int other, int turn, int classes) {
    if (classes > 1) {
      facets.add(new Placed(new Facet(view, of, other), turn, classes));
    }
  }

  private void addQuantities() {
    List<Integer> counts =
        IntStream.range(0, quantities.size())
            .filter(q -> schema.kind(quantities.get(q)) == Kind.COUNT)
            .boxed()
            .toList();
    List<Integer> compared = counts.subList(0, Math.min(MOST_COMPARED, counts.size()));
    for (int q = 0; q < quantities.size(); q++) {
      int turn = words.size() + q;
      if (counts.contains(q) || schema.kind(quantities.get(q)) == Kind.DURATION) {
        addFacet(View.SIZE, q, 0, turn, Facet.THREE);
      }
      if (counts.contains(q) && protocols.size() > 1) {
        addFacet(View.SIZE_BY_PROTOCOL, q, 0, turn, Facet.THREE * protocols.size());
      }
      for (int before : compared.contains(q) ? compared : List.<Integer>of()) {
        if (before < q) {
          addFacet(View.AGAINST, q, before, turn, Facet.THREE);
          addFacet(View.SIZES, before, q, turn, Facet.THREE * Facet.THREE);
        }
      }
    }
  }

  /** A composite facet comes after the simple ones that it is made of. */
  private void addPairs() {
    facets.sort(Comparator.comparing(placed -> placed.facet().view()));
    for (int g = 0; g < facets.size(); g++) {
      for (int o = 0; o < facets.size(); o++) {
        Placed given = facets.get(g);
        Placed of = facets.get(o);
        boolean masked = // a word by its protocol
            given.facet().view() == View.PROTOCOL && of.facet().view() == View.WORD;
        if (given.turn() < of.turn() && of.facet().isSimple() && !masked) {
          pairs.add(new FacetPair(g, o, given.classes(), of.classes()));
        }
      }
    }
  }

  void add(Series series) {
    var found = new int[facets.size()];
    var row = new int[words.size()];
    var numbers = new long[quantities.size()];
    int protocol = schema.index(Schema.PROTOCOL);
    for (Flow flow : series.flows()) {
      if (seen++ % stride != 0) {
        continue;
      }
      int keyword = protocol < 0 ? 0 : Protocol.nearest(flow.word(protocol), protocols);
      for (int w = 0; w < row.length; w++) {
        int own = classes.get(w).getOrDefault(CategorySpec.word(flow, words.get(w)), -1);
        row[w] = Math.max(0, codes.get(w).shown(own, keyword));
      }
      for (int q = 0; q < numbers.length; q++) {
        numbers[q] = units.get(q).of(flow, quantities.get(q));
      }
      boolean outgoing = series.host() == null || flow.sourceAddress().equals(series.host());
      for (int f = 0; f < found.length; f++) {
        found[f] = facets.get(f).facet().of(outgoing, keyword, row, numbers);
      }
      pairs.forEach(pair -> pair.add(found));
    }
  }

  /** All exclusions, those first that most flows would break if they were coincidences. */
  List<Exclusion> fit() {
    Map<List<Facet>, boolean[][]> simple = new HashMap<>();
    List<Found> found = new ArrayList<>();
    for (FacetPair pair : pairs) {
      Facet given = facets.get(pair.given()).facet();
      Facet of = facets.get(pair.of()).facet();
      boolean[][] excluded = pair.excluded();
      for (int c = 0; c < excluded.length; c++) {
        leaveOut(given, of, c, simple, excluded[c]);
      }
      double expected = pair.expected(excluded);
      if (expected > 0) {
        simple.put(List.of(given, of), excluded);
        found.add(new Found(new Exclusion(given, of, excluded), expected));
      }
    }
    return found.stream()
        .sorted(Comparator.comparingDouble(Found::expected).reversed())
        .map(Found::exclusion)
        .toList();
  }

  /** An exclusion, and how many flows would break it if it were a coincidence. */
  private record Found(Exclusion exclusion, double expected) {}

  /** Leaves out what already follows from one part of a composite facet. */
  private static void leaveOut(
      Facet given, Facet of, int c, Map<List<Facet>, boolean[][]> simple, boolean[] excluded) {
    if (given.view() != View.SIZES && given.view() != View.SIZE_BY_PROTOCOL) {
      return;
    }
    boolean sizes = given.view() == View.SIZES;
    Facet first = sizes ? new Facet(View.SIZE, given.of(), 0) : new Facet(View.PROTOCOL, 0, 0);
    Facet second = new Facet(View.SIZE, sizes ? given.other() : given.of(), 0);
    boolean[][] byFirst = simple.get(List.of(first, of));
    boolean[][] bySecond = simple.get(List.of(second, of));
    for (int i = 0; i < excluded.length; i++) {
      excluded[i] &= byFirst == null || !byFirst[c / Facet.THREE][i];
      excluded[i] &= bySecond == null || !bySecond[c % Facet.THREE][i];
    }
  }
}
