package io.stanflow.io.parquet;

import io.stanflow.io.file.InputException;
import io.stanflow.io.format.Probe;
import io.stanflow.io.mapping.Sql;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What a Parquet file says of its columns.
 *
 * @param types in DuckDB's words, one for each name
 * @param metadata those of its entries that we read
 */
record ParquetColumns(List<String> names, List<String> types, Map<String, String> metadata) {
  /**
   * Looks at a file.
   *
   * @throws InputException if it is damaged
   */
  static ParquetColumns of(Probe probe) throws InputException {
    String path = Sql.literal(probe.path());
    var names = new ArrayList<String>();
    var types = new ArrayList<String>();
    var metadata = new HashMap<String, String>();
    try (Statement statement = probe.sql().createStatement()) {
      try (ResultSet rows =
          statement.executeQuery("DESCRIBE SELECT * FROM read_parquet(" + path + ")")) {
        while (rows.next()) {
          names.add(rows.getString(1));
          types.add(rows.getString(2));
        }
      }
      try (ResultSet rows =
          statement.executeQuery(
              "SELECT decode(key), decode(value) FROM parquet_kv_metadata(%s) WHERE decode(key) IN (%s, %s)"
                  .formatted(
                      path, Sql.literal(ParquetFormat.KINDS), Sql.literal(ArrowDurations.KEY)))) {
        while (rows.next()) {
          metadata.put(rows.getString(1), rows.getString(2));
        }
      }
    } catch (SQLException e) {
      throw new InputException(
          probe.name(),
          "cannot be read as Parquet: " + Sql.firstLine(e),
          "copy it again or name another --format");
    }
    return new ParquetColumns(names, types, metadata);
  }

  /** The others. */
  ParquetColumns without(List<String> left) {
    var otherNames = new ArrayList<String>();
    var otherTypes = new ArrayList<String>();
    for (int i = 0; i < names.size(); i++) {
      if (!left.contains(names.get(i))) {
        otherNames.add(names.get(i));
        otherTypes.add(types.get(i));
      }
    }
    return new ParquetColumns(otherNames, otherTypes, metadata);
  }
}
