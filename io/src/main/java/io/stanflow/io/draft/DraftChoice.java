package io.stanflow.io.draft;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;

import io.stanflow.flow.Attribute;
import io.stanflow.flow.Attribute.Kind;
import io.stanflow.flow.Schema;
import io.stanflow.io.format.AttributeNames;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Which columns of a draft are which attributes: by their names where their values agree. */
final class DraftChoice {
  private final List<DraftColumn> columns = new ArrayList<>();

  /** Chooses for all columns that a schema can name. */
  DraftChoice(List<DraftColumn> all) throws SQLException {
    columns.addAll(all);
    removeUnnamable();
    chooseTime();
    var meanings = new ArrayList<String>(AttributeNames.NETFLOW);
    meanings.remove(Schema.TIME);
    Collections.addAll(meanings, AttributeNames.TOS, AttributeNames.LABEL);
    for (String meaning : meanings) {
      for (DraftColumn column : columns) {
        if (meaning.equals(ColumnNames.meaning(column.name()))
            && column.take(new Attribute(meaning, AttributeNames.kind(meaning).orElseThrow()))) {
          break;
        }
      }
    }
    keepPairs();
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

  /** Columns that a schema cannot name: those of one name, and of none. */
  private void removeUnnamable() {
    Map<String, Long> counts =
        columns.stream().collect(groupingBy(c -> c.name().toLowerCase(Locale.ROOT), counting()));
    columns.removeIf(
        column ->
            counts.get(column.name().toLowerCase(Locale.ROOT)) > 1
                || !AttributeNames.isPlain(column.name()));
  }

  private void chooseTime() throws SQLException {
    for (Kind edge : List.of(Kind.START, Kind.END)) {
      String meaning = edge == Kind.START ? Schema.TIME : ColumnNames.END;
      for (DraftColumn column : columns) {
        if (meaning.equals(ColumnNames.meaning(column.name()))
            && column.take(new Attribute(Schema.TIME, edge))) {
          return;
        }
      }
    }
    for (DraftColumn column : columns) {
      if (column.isTime()) {
        column.take(Attribute.start(Schema.TIME));
        return;
      }
    }
  }

  /** Gives up one of two sides, and addresses without a time. */
  private void keepPairs() {
    if (!has(Schema.TIME) || !has(Schema.SOURCE_ADDRESS) || !has(Schema.DESTINATION_ADDRESS)) {
      giveUp(Schema.SOURCE_ADDRESS, Schema.DESTINATION_ADDRESS);
    }
    if (!has(Schema.SOURCE_PORT) || !has(Schema.DESTINATION_PORT)) {
      giveUp(Schema.SOURCE_PORT, Schema.DESTINATION_PORT);
    }
  }

  private boolean has(String attribute) {
    return of(attribute) != null;
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

  private void giveUp(String... attributes) {
    for (String attribute : attributes) {
      if (has(attribute)) {
        of(attribute).giveUp();
      }
    }
  }

  /** The column's name, changed where an attribute of it would mean something or is there. */
  private static String ownName(String name, Set<String> taken) {
    String own = name;
    while (AttributeNames.kind(own).isPresent()
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
