package io.stanflow.io.schema;

import io.stanflow.flow.TableLayout;
import io.stanflow.io.file.InputException;
import io.stanflow.io.format.Probe;
import io.stanflow.io.mapping.FileMapping;
import io.stanflow.io.mapping.HeaderNames;
import io.stanflow.io.mapping.Lines;
import io.stanflow.io.mapping.Sql;
import java.io.IOException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/**
 * Where the columns of a table lie: in text between delimiters, in lines of JSON, or in Parquet.
 *
 * @param names of all columns, in the order of the file
 * @param text how text is cut up; null for Parquet
 */
public record TableSource(List<String> names, FileMapping.Text text) {
  public TableSource {
    names = List.copyOf(names);
  }

  /**
   * Looks at a file.
   *
   * @param delimiter as {@link TableLayout#delimiter}; Parquet does without
   * @param header names of the columns where no line has them; null where the first line does
   */
  public static TableSource of(Probe probe, String delimiter, boolean quoted, List<String> header)
      throws IOException, SQLException {
    if (isParquet(probe)) {
      return new TableSource(parquetNames(probe), null);
    }
    if (delimiter.equals(TableLayout.JSON)) {
      var objects = new JsonMembers(probe);
      return new TableSource(objects.names(), FileMapping.Text.lines(null, null, objects.cut()));
    }
    char separator = delimiter.charAt(0);
    boolean named = header == null;
    List<String> cells = named ? Lines.split(probe.first(), separator, quoted) : header;
    if (cells == null) {
      throw new InputException(probe.name(), "its header line is broken", "close its quotes");
    }
    List<String> names = HeaderNames.of(cells);
    return new TableSource(names, new FileMapping.Text(separator, named, quoted, false, null));
  }

  /** Whether the file is Parquet. */
  public static boolean isParquet(Probe probe) {
    return probe.first().startsWith("PAR1");
  }

  private static List<String> parquetNames(Probe probe) throws InputException {
    var names = new ArrayList<String>();
    String query = "DESCRIBE SELECT * FROM read_parquet(" + Sql.literal(probe.path()) + ")";
    try (Statement statement = probe.sql().createStatement();
        ResultSet rows = statement.executeQuery(query)) {
      while (rows.next()) {
        names.add(rows.getString(1));
      }
    } catch (SQLException e) {
      throw new InputException(
          probe.name(), "cannot be read as Parquet: " + Sql.firstLine(e), "copy it again");
    }
    return names;
  }
}
