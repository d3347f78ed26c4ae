package io.stanflow.io.draft;

import io.stanflow.flow.Attribute;
import io.stanflow.flow.Attribute.Kind;
import io.stanflow.flow.Schema;
import io.stanflow.io.format.AttributeNames;
import io.stanflow.io.mapping.HeaderNames;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;

/** Which columns of a draft are which attributes: by their names where their values agree. */
final class DraftChoice {
  /** What is found by names after the time, in this order. */
  private static final List<String> MEANINGS = new ArrayList<>(AttributeNames.NETFLOW);

  static {
    MEANINGS.remove(Schema.TIME);
    Collections.addAll(
        MEANINGS,
        AttributeNames.REVERSE_PACKETS,
        AttributeNames.REVERSE_BYTES,
        AttributeNames.PAYLOAD_BYTES,
        AttributeNames.REVERSE_PAYLOAD_BYTES,
        AttributeNames.MISSED_BYTES,
        AttributeNames.REVERSE_TCP_FLAGS,
        AttributeNames.FORWARDING_STATUS,
        AttributeNames.TOS,
        AttributeNames.CONNECTION_STATE,
        AttributeNames.LABEL,
        AttributeNames.DETAILED_LABEL);
  }

  private final List<DraftColumn> columns = new ArrayList<>();

  /** Chooses for all columns that a schema can name. */
  DraftChoice(List<DraftColumn> all) throws SQLException {
    columns.addAll(all);
    columns.removeIf(
        column -> !AttributeNames.isPlain(column.name()) || HeaderNames.isUnnamed(column.name()));
    chooseTime();
    for (String meaning : MEANINGS) {
      var attribute = new Attribute(meaning, AttributeNames.kind(meaning).orElseThrow());
      choose(meaning, column -> column.take(attribute));
    }
    DraftColumn time = of(Schema.TIME);
    if (of(Schema.DURATION) == null && time != null && time.attribute().kind() == Kind.START) {
      choose(ColumnNames.END, column -> column.takeEnd(time));
    }
    keepPairs();
    chooseOthers();
  }

  /** Takes a column, or not. */
  @FunctionalInterface
  private interface Taking {
    boolean take(DraftColumn column) throws SQLException;
  }

  /** Takes the first column of this meaning that can be taken: whole names go before parts. */
  private boolean choose(String meaning, Taking taking) throws SQLException {
    for (String name : ColumnNames.of(meaning)) {
      if (choose(column -> ColumnNames.plain(column.name()).equals(name), taking)) {
        return true;
      }
    }
    for (String name : ColumnNames.of(meaning)) {
      String part = name;
      if (choose(
          column -> ColumnNames.plain(ColumnNames.lastPart(column.name())).equals(part), taking)) {
        return true;
      }
    }
    return false;
  }

  private boolean choose(Predicate<DraftColumn> wanted, Taking taking) throws SQLException {
    for (DraftColumn column : columns) {
      if (column.attribute() == null && wanted.test(column) && taking.take(column)) {
        return true;
      }
    }
    return false;
  }

  private void chooseTime() throws SQLException {
    if (choose(Schema.TIME, column -> column.take(Attribute.start(Schema.TIME)))
        || choose(ColumnNames.END, column -> column.take(Attribute.end(Schema.TIME)))) {
      return;
    }
    choose(
        column -> true,
        column ->
            (column.isTime() || column.isEpoch()) && column.take(Attribute.start(Schema.TIME)));
  }

  /** Gives up one of two sides. */
  private void keepPairs() {
    giveUpHalf(Schema.SOURCE_ADDRESS, Schema.DESTINATION_ADDRESS);
    giveUpHalf(Schema.SOURCE_PORT, Schema.DESTINATION_PORT);
  }

  private void giveUpHalf(String one, String other) {
    if ((of(one) == null) != (of(other) == null)) {
      DraftColumn alone = of(one) == null ? of(other) : of(one);
      alone.giveUp();
    }
  }

  private void chooseOthers() throws SQLException {
    Set<String> taken = new HashSet<>();
    for (DraftColumn column : columns) {
      if (column.attribute() != null) {
        taken.add(column.attribute().name().toLowerCase(Locale.ROOT));
      }
    }
    for (DraftColumn column : columns) {
      if (column.attribute() == null) {
        column.takeByValues(ownName(column.name(), taken));
      }
    }
  }

  /** The column that is this attribute, or null. */
  DraftColumn of(String attribute) {
    for (DraftColumn column : columns) {
      if (column.attribute() != null && column.attribute().name().equals(attribute)) {
        return column;
      }
    }
    return null;
  }

  /** The column's name, changed where an attribute of it would mean something or is there. */
  private static String ownName(String name, Set<String> taken) {
    String own = name;
    while ((AttributeNames.kind(own).isPresent() && !ColumnNames.isWord(own))
        || AttributeNames.isReserved(own)
        || !taken.add(own.toLowerCase(Locale.ROOT))) {
      own += "_";
    }
    return own;
  }

  /** All columns in the order of the file. */
  List<DraftColumn> columns() {
    return columns;
  }
}
