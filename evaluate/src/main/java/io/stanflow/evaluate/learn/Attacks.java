package io.stanflow.evaluate.learn;

import io.stanflow.evaluate.measure.FlowSource;
import io.stanflow.evaluate.measure.FlowStatistics;
import io.stanflow.flow.Attribute;
import io.stanflow.flow.Attribute.Kind;
import io.stanflow.io.format.AttributeNames;
import io.stanflow.io.mapping.Sql;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Which flows a detector should find, and what it must not see.
 *
 * @param condition SQL that is true for flows, {@code f}, that are attacks
 * @param label class of the flows that are none, for the report
 * @param telling attributes that say whether a flow is an attack: the label, and all that follow
 *     from it
 * @param note what was taken for granted, for the user
 */
record Attacks(String condition, String label, Set<String> telling, Optional<String> note) {
  /** Words for flows that are no attacks, in the data sets of the field. */
  private static final String BENIGN =
      "(0|-|none|no ?label|\\(empty\\)|not ?attack|.*(benign|background|legitimate).*"
          + "|(.*[^a-z])?normal.*)";

  /** Attributes that are about the label, whatever they hold. */
  private static final List<String> ABOUT_LABEL =
      List.of(
          AttributeNames.LABEL,
          AttributeNames.DETAILED_LABEL,
          AttributeNames.ATTACK,
          AttributeNames.ATTACK_TYPE,
          AttributeNames.ATTACK_ID,
          AttributeNames.ATTACK_DESCRIPTION);

  /** So many attacks, or others, may lie among words of the other side. */
  private static final double IMPURE = 0.001;

  /** What the labels of real flows tell; empty if there are none, or only one class. */
  static Optional<Attacks> of(FlowSource source, FlowStatistics real) throws IOException {
    List<String> words = real.frequent(AttributeNames.LABEL, 2);
    if (words.size() < 2) {
      return Optional.empty();
    }
    String label = "f." + Sql.quote(AttributeNames.LABEL) + "::VARCHAR";
    String named = "NOT regexp_full_match(lower(" + label + "), '" + BENIGN + "')";
    double[] counts = counts(source, named);
    if (counts[0] == 0) {
      return Optional.empty();
    }
    if (counts[0] < counts[1]) {
      return Optional.of(new Attacks(named, "benign", telling(source, named), Optional.empty()));
    }
    String other = label + " <> " + Sql.literal(words.get(0));
    String note =
        "no label is a word for benign flows; '%s', the most frequent, is taken for it"
            .formatted(words.get(0));
    return Optional.of(new Attacks(other, words.get(0), telling(source, other), Optional.of(note)));
  }

  /** Attacks and flows. */
  private static double[] counts(FlowSource source, String attack) throws IOException {
    return source.query().row("SELECT count(*) FILTER (" + attack + "), count(*) FROM flows f");
  }

  private static Set<String> telling(FlowSource source, String attack) throws IOException {
    Set<String> telling = new HashSet<>(ABOUT_LABEL);
    for (Attribute attribute : source.schema().attributes()) {
      boolean own = AttributeNames.kind(attribute.name()).isEmpty();
      if (own && attribute.kind() == Kind.CATEGORICAL && tells(source, attribute.name(), attack)) {
        telling.add(attribute.name());
      }
    }
    return telling;
  }

  /** Whether nearly all flows of a word are attacks, or none of them. */
  private static boolean tells(FlowSource source, String attribute, String attack)
      throws IOException {
    String query =
        """
        SELECT coalesce(sum(least(a, n - a)), 0), coalesce(least(sum(a), sum(n - a)), 0)
        FROM (SELECT count(*) FILTER (%s) AS a, count(*) AS n FROM flows f GROUP BY f.%s)\
        """;
    double[] impure = source.query().row(query.formatted(attack, Sql.quote(attribute)));
    return impure[1] > 0 && impure[0] <= IMPURE * impure[1];
  }
}
