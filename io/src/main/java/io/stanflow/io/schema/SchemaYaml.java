package io.stanflow.io.schema;

import io.stanflow.flow.Attribute;
import io.stanflow.flow.Attribute.Kind;
import io.stanflow.flow.Schema;
import io.stanflow.flow.TableLayout;
import io.stanflow.flow.TableLayout.Unit;
import io.stanflow.io.file.InputException;
import io.stanflow.io.format.AttributeNames;
import io.stanflow.io.format.Kinds;
import io.stanflow.io.yaml.YamlFile;
import io.stanflow.io.yaml.YamlMapping;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Reads a {@link SchemaFile}. The YAML is composed into nodes, which know their lines, and never
 * into objects.
 */
public final class SchemaYaml {
  private static final YamlFile FORM = new YamlFile("draft one: stanflow schema", "docs/schema.md");

  private static final List<String> KEYS =
      List.of("delimiter", "quote", "header", "host", "nulls", "decimal", "columns");
  private static final List<String> COLUMN_KEYS =
      List.of("column", "attribute", "kind", "unit", "empty", "wrong");
  private static final Map<String, String> DELIMITERS =
      Map.of(
          "comma",
          ",",
          "semicolon",
          ";",
          "tab",
          "\t",
          "bar",
          "|",
          "blank",
          " ",
          TableLayout.JSON,
          TableLayout.JSON);
  private static final String NO_ATTRIBUTE = "none";
  private static final String KINDS = Kinds.words() + " or " + NO_ATTRIBUTE;

  private final String file;
  private final YamlMapping top;
  private final List<Attribute> attributes = new ArrayList<>();
  private final List<TableLayout.Column> columns = new ArrayList<>();
  private final List<String> fields = new ArrayList<>();
  private final Map<String, String> wrong = new HashMap<>();
  private final Set<String> names = new HashSet<>();

  private SchemaYaml(String file, YamlMapping top) {
    this.file = file;
    this.top = top;
  }

  static SchemaFile read(Path path) throws IOException {
    return parse(path.toString(), FORM.read(path));
  }

  static SchemaFile parse(String name, String text) throws InputException {
    return new SchemaYaml(name, FORM.parse(name, text, "a schema", KEYS)).schema();
  }

  private SchemaFile schema() throws InputException {
    for (YamlMapping column : top.mappings("columns", "a column", COLUMN_KEYS)) {
      addColumn(column);
    }
    if (attributes.isEmpty()) {
      throw top.wrong("columns", "no column is an attribute", "give one of them a kind");
    }
    var schema = new Schema(attributes);
    checkPairs(schema);
    boolean header = top.yes("header", true);
    var layout = new TableLayout(delimiter(), top.yes("quote", true), header, columns);
    var texts = new SchemaFile.Texts(top.texts("nulls"), isComma(), wrong);
    return new SchemaFile(file, schema, layout, header ? List.of() : fields, host(schema), texts);
  }

  private boolean isComma() throws InputException {
    String text = top.text("decimal", "point");
    if (!text.equals("point") && !text.equals("comma")) {
      throw top.wrong("decimal", "decimal is '" + text + "'", "write point or comma");
    }
    return text.equals("comma");
  }

  private String delimiter() throws InputException {
    String text = top.text("delimiter", ",");
    String delimiter = DELIMITERS.getOrDefault(text, text);
    if (!DELIMITERS.containsValue(delimiter)) {
      throw top.wrong(
          "delimiter",
          "the delimiter is '" + text + "'",
          "write \",\", \";\", tab, \"|\", blank or json");
    }
    return delimiter;
  }

  private void addColumn(YamlMapping column) throws InputException {
    String name = column.text("column", null);
    if (name == null) {
      throw column.wrong(
          "column", "a column has no name", "write column: and its name in the file");
    }
    if (!AttributeNames.isPlain(name)) {
      throw column.wrong("column", "a column's name is not plain text", "rename it in the table");
    }
    if (!names.add("column " + name.toLowerCase(Locale.ROOT))) {
      throw column.wrong("column", "two columns are named " + name, "name each column once");
    }
    fields.add(name);
    String kind = column.text("kind", null);
    if (NO_ATTRIBUTE.equals(kind)) {
      return;
    }
    boolean time = Optional.ofNullable(kind).flatMap(Kind::ofWord).filter(Kind::isTime).isPresent();
    String named = column.text("attribute", time ? Schema.TIME : name);
    boolean end = named.equals(Schema.DURATION) && Kind.END.word().equals(kind);
    Attribute attribute = end ? take(column, Attribute.duration(named)) : attribute(column, named);
    attributes.add(attribute);
    columns.add(layout(column, name, end ? Attribute.end(Schema.TIME) : attribute, end));
    if (column.has("wrong")) {
      wrong.put(name, column.text("wrong", null));
    }
  }

  /**
   * How a column stands in the table.
   *
   * @param text what its text is
   */
  private static TableLayout.Column layout(
      YamlMapping column, String name, Attribute text, boolean end) throws InputException {
    String empty = column.text("empty", null);
    String pattern = column.text("unit", "");
    if (!text.kind().isTime() || !pattern.contains("%")) {
      return new TableLayout.Column(name, unit(column, text), 0, empty, null, end);
    }
    try {
      return new TableLayout.Column(name, Unit.PATTERN, 0, empty, pattern, end);
    } catch (IllegalArgumentException e) {
      throw column.wrong("unit", e.getMessage(), "see docs/schema.md for the parts of a pattern");
    }
  }

  /** Holds an attribute's name to be its only one. */
  private Attribute take(YamlMapping column, Attribute attribute) throws InputException {
    if (!names.add("attribute " + attribute.name().toLowerCase(Locale.ROOT))) {
      throw column.wrong(
          "attribute",
          "two attributes are named " + attribute.name(),
          "write attribute: and another name");
    }
    return attribute;
  }

  private Attribute attribute(YamlMapping column, String name) throws InputException {
    Kind expected = AttributeNames.kind(name).orElse(null);
    String word = column.text("kind", expected == null ? null : expected.word());
    if (word == null) {
      throw column.wrong("column", name + " has no kind", "write kind: " + KINDS);
    }
    Kind kind =
        Kind.ofWord(word)
            .orElseThrow(
                () -> column.wrong("kind", "no kind is named '" + word + "'", "write " + KINDS));
    if (!AttributeNames.isPlain(name) || AttributeNames.isReserved(name)) {
      throw column.wrong(
          "attribute", "no attribute can be named " + name, "write attribute: and another name");
    }
    checkKind(column, name, kind, expected);
    return take(column, new Attribute(name, kind));
  }

  /**
   * Complains of a kind that the attribute cannot have.
   *
   * @param expected the only one, by its name; null where that leaves a choice
   */
  private static void checkKind(YamlMapping column, String name, Kind kind, Kind expected)
      throws InputException {
    if (kind.isTime() && !name.equals(Schema.TIME)) {
      throw column.wrong(
          "attribute", "a time is the attribute 'time', not " + name, "leave attribute out");
    } else if (expected != null && expected != kind && !(kind.isTime() && expected.isTime())) {
      throw column.wrong(
          "kind",
          "the attribute %s is of kind %s, not %s".formatted(name, expected.word(), kind.word()),
          "write that kind or another attribute");
    } else if (kind == Kind.ADDRESS && expected == null) {
      throw column.wrong(
          "kind",
          "an address is sourceAddress or destinationAddress, not " + name,
          "write one of these, or kind: none");
    }
  }

  private static Unit unit(YamlMapping column, Attribute attribute) throws InputException {
    List<Unit> units = Kinds.units(attribute);
    String word = column.text("unit", units.get(0).word());
    for (Unit unit : units) {
      if (unit.word().equals(word)) {
        return unit;
      }
    }
    String kind = attribute.kind().word();
    String fact = "no unit of the kind " + kind + " is named '" + word + "'";
    String choice = units.stream().map(Unit::word).collect(Collectors.joining(", "));
    choice += attribute.kind().isTime() ? " or a pattern such as '%d/%m/%Y %H:%M'" : "";
    throw column.wrong("unit", fact, units.size() == 1 ? "leave it out" : "write one of " + choice);
  }

  /** What the codec wants of a schema. */
  private void checkPairs(Schema schema) throws InputException {
    checkPair(schema, Schema.SOURCE_ADDRESS, Schema.DESTINATION_ADDRESS);
    checkPair(schema, Schema.SOURCE_PORT, Schema.DESTINATION_PORT);
    boolean ends = columns.stream().anyMatch(TableLayout.Column::end);
    if (ends && attributes.stream().noneMatch(attribute -> attribute.kind() == Kind.START)) {
      throw top.wrong(
          "columns",
          "a duration that is given by the flow's end needs its start",
          "add a column of kind start, or leave attribute: duration out");
    }
  }

  private void checkPair(Schema schema, String one, String other) throws InputException {
    if (schema.has(one) != schema.has(other)) {
      String there = schema.has(one) ? one : other;
      String missing = schema.has(one) ? other : one;
      throw top.wrong(
          "columns",
          "a column is " + there + " but none is " + missing,
          "add the other, or give the column kind: none");
    }
  }

  /** The attribute that is always the host's address. */
  private Optional<String> host(Schema schema) throws InputException {
    boolean addresses = schema.has(Schema.SOURCE_ADDRESS);
    String host = top.text("host", addresses ? "internal" : "none");
    if (host.equals(addresses ? "internal" : "none")) {
      return Optional.empty();
    }
    for (int i = 0; i < columns.size(); i++) {
      if (columns.get(i).name().equals(host) && attributes.get(i).kind() == Kind.ADDRESS) {
        return Optional.of(attributes.get(i).name());
      }
    }
    throw top.wrong(
        "host",
        "host is '" + host + "', which is no address column",
        addresses
            ? "write internal, or the column that is sourceAddress or destinationAddress"
            : "write none: a table without addresses is one series");
  }
}
