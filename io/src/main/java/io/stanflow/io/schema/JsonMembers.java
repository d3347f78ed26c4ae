package io.stanflow.io.schema;

import io.stanflow.io.file.InputException;
import io.stanflow.io.format.Probe;
import io.stanflow.io.mapping.FileMapping;
import io.stanflow.io.mapping.HeaderNames;
import io.stanflow.io.mapping.JsonCut;
import io.stanflow.io.mapping.Sql;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/**
 * Lines that are JSON objects, as a table: a column for each member, of objects within by their
 * path, {@code source.ip}. Lists are taken as their text.
 */
final class JsonMembers {
  private static final int LINES = 100_000;

  private final List<String> names = new ArrayList<>();
  private final List<String> values = new ArrayList<>();
  private final String structure;

  /**
   * Looks at the first lines for the members that objects have.
   *
   * @throws InputException if no line is an object
   */
  JsonMembers(Probe probe) throws InputException, SQLException {
    String query =
        "SELECT json_group_structure(CASE WHEN json_valid(line_) THEN line_::JSON END) FROM "
            + "(SELECT * FROM %s LIMIT %d)".formatted(lines(probe), LINES);
    try (Statement statement = probe.sql().createStatement();
        ResultSet row = statement.executeQuery(query)) {
      row.next();
      // DuckDB's answer is JSON, which is YAML
      Object root = new Load(LoadSettings.builder().build()).loadFromString(row.getString(1) + "");
      if (!(root instanceof Map<?, ?> members)) {
        throw new InputException(probe.name(), "has no JSON objects", "check the file");
      }
      structure = add(members, "", FileMapping.PARTS);
    }
  }

  /** All lines as DuckDB reads them, a column {@link FileMapping#LINE}. */
  private static String lines(Probe probe) {
    return ("read_csv(%s, auto_detect = false, header = false, delim = '\u0001', quote = '',"
            + " escape = '', columns = {'%s': 'VARCHAR'})")
        .formatted(Sql.literal(probe.path()), FileMapping.LINE);
  }

  /** Adds the members of an object; gives its structure for {@code json_transform}. */
  private String add(Map<?, ?> members, String prefix, String parent) {
    var parts = new LinkedHashMap<String, String>();
    List<String> keys = members.keySet().stream().map(String::valueOf).toList();
    List<String> unique = HeaderNames.of(keys);
    for (int i = 0; i < keys.size(); i++) {
      String key = keys.get(i);
      if (!unique.get(i).equals(key)) {
        continue; // DuckDB takes no two members whose names differ by their case alone
      }
      String part = "(" + parent + ")." + Sql.quote(key);
      if (members.get(key) instanceof Map<?, ?> inner && !inner.isEmpty()) {
        parts.put(key, add(inner, prefix + key + ".", part));
      } else {
        parts.put(key, "\"VARCHAR\"");
        names.add(prefix + key);
        values.add(part);
      }
    }
    var text = new ArrayList<String>();
    parts.forEach((key, part) -> text.add('"' + key.replace("\"", "\\\"") + "\":" + part));
    return "{" + String.join(",", text) + "}";
  }

  /** The columns. */
  List<String> names() {
    return List.copyOf(names);
  }

  /** How lines become fields of these names, a name for each column. */
  FileMapping.Cut cut() {
    return JsonCut.of(structure, values);
  }
}
