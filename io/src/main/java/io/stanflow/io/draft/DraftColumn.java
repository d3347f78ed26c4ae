package io.stanflow.io.draft;

import io.stanflow.flow.Attribute;
import io.stanflow.flow.Attribute.Kind;
import io.stanflow.flow.Schema;
import io.stanflow.flow.TableLayout.Unit;
import io.stanflow.io.file.InputException;
import io.stanflow.io.format.Kinds;
import io.stanflow.io.mapping.Column;
import io.stanflow.io.mapping.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A column of a table whose schema is being drafted; its values lie in a table {@code raw}. */
final class DraftColumn {
  private static final int FEW_WORDS = 20;
  private static final int MOST_WORDS = 1000;
  private static final int ROWS_PER_WORD = 10;

  /** One wrong value in so many does not make a column something else. */
  private static final int ROWS_PER_MISFIT = 1000;

  /** Likewise of numbers in a column whose name says what it is. */
  private static final int ROWS_PER_NUMBER = 100;

  /** 1.0.0.0, from which on whole numbers may be IPv4 addresses. */
  private static final double FIRST_ADDRESS = 1 << 24;

  private static final String ZERO = "0";

  private final Connection sql;
  private final String field;
  private final String name;
  private final String example;
  private final ColumnValues values;
  private Attribute attribute;
  private Unit unit;
  private TimePatterns.Found pattern;
  private boolean end;
  private long misfits;
  private String note = "";

  /**
   * @param field the column of {@code raw}
   * @param name the column's in the file
   * @param example a value
   */
  DraftColumn(Connection sql, String field, String name, String example) throws SQLException {
    this.sql = sql;
    this.field = field;
    this.name = name;
    this.example = example;
    values = ColumnValues.of(sql, field);
  }

  String field() {
    return field;
  }

  String name() {
    return name;
  }

  /** The attribute chosen, or null. */
  Attribute attribute() {
    return attribute;
  }

  /** How its addresses are read. */
  Column addresses() {
    return Kinds.column(field, attribute, unit, null);
  }

  /** The null marks among its values, if they are read as such. */
  Set<String> marks() {
    boolean marked = attribute != null && attribute.kind() != Kind.CATEGORICAL;
    return marked ? values.marks() : Set.of();
  }

  boolean hasDecimalComma() {
    return attribute != null && attribute.kind() != Kind.CATEGORICAL && values.decimalComma();
  }

  /** Makes it no attribute after all. */
  void giveUp() {
    attribute = null;
  }

  /** Makes it this attribute if nearly all values are of its kind. */
  boolean take(Attribute wanted) throws SQLException {
    return take(wanted, wanted);
  }

  /** Makes it the duration if its values are times that flows may end at. */
  boolean takeEnd(DraftColumn start) throws SQLException {
    if (!take(Attribute.duration(Schema.DURATION), Attribute.end(Schema.TIME))) {
      return false;
    }
    Column span = times().since(start.times());
    String query = "SELECT count(*) FROM raw WHERE " + span.values().get(0) + " IS NULL";
    end = Sql.number(sql, query) * ROWS_PER_MISFIT <= values.rows();
    attribute = end ? attribute : null;
    return end;
  }

  /** How its times are read. */
  private Column times() {
    return Kinds.column(field, Attribute.end(Schema.TIME), unit, patternText());
  }

  private String patternText() {
    return pattern == null ? null : pattern.text();
  }

  /**
   * @param text what its text is
   */
  private boolean take(Attribute wanted, Attribute text) throws SQLException {
    if (text.kind().isTime() && takePattern(wanted)) {
      return true;
    }
    for (Unit candidate : Kinds.units(text)) {
      if (isLikely(text, candidate) && fits(text, candidate)) {
        attribute = wanted;
        unit = candidate;
        return true;
      }
    }
    return false;
  }

  private boolean takePattern(Attribute wanted) throws SQLException {
    Optional<TimePatterns.Found> found = TimePatterns.of(sql, field);
    if (found.isPresent()) {
      attribute = wanted;
      unit = Unit.PATTERN;
      pattern = found.get();
      misfits = 0;
    }
    return found.isPresent();
  }

  private boolean isLikely(Attribute text, Unit candidate) {
    return switch (candidate) {
      case TEXT -> !values.iso();
      case S, MS, US, NS ->
          candidate == (text.kind().isTime() ? values.epochUnit() : durationUnit());
      case LOWERCASE -> values.lowerCase() && !values.whole();
      case KEYWORD -> !values.lowerCase();
      case LETTERS -> !values.whole();
      case NUMBER -> values.whole() && (text.kind() != Kind.ADDRESS || isAddressNumber());
      default -> text.kind() != Kind.CATEGORICAL || hasFewWords();
    };
  }

  private boolean isAddressNumber() {
    return values.least() >= FIRST_ADDRESS;
  }

  /**
   * By the name; else whole numbers too large for seconds, or for milliseconds, are of the next
   * unit. CICFlowMeter's whole numbers are µs.
   */
  private Unit durationUnit() {
    Optional<Unit> named = ColumnNames.unit(name);
    if (named.isPresent()) {
      return named.get();
    } else if (!values.integers()) {
      return Unit.S;
    } else if (ColumnNames.plain(name).equals("flowduration")) {
      return Unit.US;
    }
    return values.most() <= 86_400 ? Unit.S : values.most() <= 86_400_000 ? Unit.MS : Unit.US;
  }

  private boolean hasFewWords() {
    return values.distinct()
        <= Math.max(FEW_WORDS, Math.min(MOST_WORDS, values.rows() / ROWS_PER_WORD));
  }

  private boolean fits(Attribute text, Unit candidate) throws SQLException {
    boolean zero = mayBeZero(text);
    Column column =
        Kinds.column(field, text, candidate, null)
            .withText(quoted -> ColumnValues.text(quoted, values.decimalComma()));
    String wrong = String.join(" IS NULL OR ", column.values()) + " IS NULL";
    String missing =
        zero || text.kind() == Kind.ADDRESS
            ? ColumnValues.missing(Sql.quote(field), zero)
            : "false";
    String query = "SELECT count(*) FROM raw WHERE (%s) AND NOT (%s)".formatted(wrong, missing);
    misfits = Sql.number(sql, query);
    boolean named = ColumnNames.meanings(name).contains(text.name());
    return misfits * (named && isNumber(text) ? ROWS_PER_NUMBER : ROWS_PER_MISFIT) <= values.rows();
  }

  /** Whether an empty field, or a null mark, can be taken for 0. */
  private boolean mayBeZero(Attribute text) {
    long missing = values.empty() + values.marked();
    return missing > 0 && missing < values.rows() && isNumber(text);
  }

  private static boolean isNumber(Attribute text) {
    return switch (text.kind()) {
      case DURATION, COUNT, CONTINUOUS, PORT, FLAGS -> true;
      case START, END, CATEGORICAL, ADDRESS -> false;
    };
  }

  /** Makes it an attribute by its values alone, or says why it is none. */
  void takeByValues(String own) throws SQLException {
    List<String> meanings = ColumnNames.meanings(name);
    boolean time = meanings.contains(Schema.TIME) || meanings.contains(ColumnNames.END);
    if (values.namesHosts() || meanings.stream().anyMatch(m -> m.endsWith("Address"))) {
      note = "names hosts; only IP addresses of both sides are learned";
    } else if (ColumnNames.isNaming(name) || values.domains()) {
      note = "names hosts, persons or records";
    } else if (values.areTimes()
        || isTime()
        || (time && fits(Attribute.start(Schema.TIME), values.epochUnit()))) {
      note = "a further time; a flow has one";
    } else if (values.areUnique() && ColumnValues.areIncreasing(sql, field)) {
      note = "numbers the rows";
    } else if ((ColumnNames.isWord(own) || !takeNumber(own)) && !take(Attribute.categorical(own))) {
      note = "about " + values.distinct() + " different words";
    }
  }

  private boolean takeNumber(String own) throws SQLException {
    return take(Attribute.count(own)) || take(Attribute.continuous(own));
  }

  /** Whether its values are times in text. */
  boolean isTime() throws SQLException {
    return fits(Attribute.start(Schema.TIME), Unit.TEXT) || TimePatterns.of(sql, field).isPresent();
  }

  /** Whether its values are times since 1970 as numbers. */
  boolean isEpoch() {
    return values.areTimes() && values.least() == values.leastOther();
  }

  /** The line of the schema. */
  String line() {
    var text = new StringBuilder("  - {column: ").append(Yaml.scalar(name));
    if (attribute == null) {
      text.append(", kind: none");
    } else {
      if (!attribute.name().equals(name) && !attribute.kind().isTime()) {
        text.append(", attribute: ").append(Yaml.scalar(attribute.name()));
      }
      text.append(", kind: ").append((end ? Kind.END : attribute.kind()).word());
      text.append(
          unit == Unit.PLAIN
              ? ""
              : ", unit: " + (pattern == null ? unit.word() : Yaml.scalar(pattern.text())));
      text.append(isZero() ? ", empty: " + ZERO : "");
      text.append(isMended() ? ", wrong: " + ZERO : "");
    }
    return text.append("}  # ").append(InputException.shown(example)).append(remark()) + "\n";
  }

  private boolean isZero() {
    return !end && mayBeZero(attribute);
  }

  /** Whether the few values that are none of its kind are read as 0. */
  private boolean isMended() {
    return misfits > 0 && !end && isNumber(attribute);
  }

  /** What to say where values are read as others than they are; empty where none are. */
  String notice() {
    return attribute != null && isMended()
        ? "%s: %,d of %,d values are none of its kind and are read as %s"
            .formatted(name, misfits, values.rows(), ZERO)
        : "";
  }

  private String remark() {
    if (attribute == null) {
      return " - " + note;
    }
    String wrong = misfits == 0 ? "" : " - %,d lines have other values".formatted(misfits);
    if (isZero()) {
      long missing = values.empty() + values.marked();
      return " - empty in %,d of %,d lines".formatted(missing, values.rows()) + wrong;
    }
    boolean guess =
        attribute.kind() == Kind.DURATION
            && !end
            && values.whole()
            && ColumnNames.unit(name).isEmpty();
    boolean order = pattern != null && pattern.guess();
    return guess || order ? " - the unit is a guess" + wrong : wrong;
  }
}
