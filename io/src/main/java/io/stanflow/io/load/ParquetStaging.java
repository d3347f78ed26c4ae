package io.stanflow.io.load;

import io.stanflow.io.file.InputException;
import io.stanflow.io.file.InputFile;
import io.stanflow.io.file.MalformedInputException;
import io.stanflow.io.file.Rejects;
import io.stanflow.io.mapping.Column;
import io.stanflow.io.mapping.FileMapping;
import io.stanflow.io.mapping.Sql;
import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.stream.Collectors;

/** Stages a Parquet file that has wrong rows: names or drops them. */
final class ParquetStaging {
  private ParquetStaging() {}

  static String source(InputFile file) {
    return "read_parquet(" + Sql.literal(file.path()) + ", file_row_number = true)";
  }

  static void stage(Connection sql, InputFile file, FileMapping mapping, Rejects rejects)
      throws IOException, SQLException {
    String source = source(file);
    String shown =
        mapping.fields().stream()
            .map(field -> "CAST(" + Sql.quote(field) + " AS VARCHAR)")
            .collect(Collectors.joining(", "));
    String wrong =
        "SELECT * FROM (SELECT file_row_number AS row_, "
            + mapping.firstWrong()
            + " AS wrong_, ["
            + shown
            + "] AS shown_ FROM "
            + source
            + ") WHERE wrong_ IS NOT NULL ORDER BY row_";
    try (Statement statement = sql.createStatement();
        ResultSet rows = statement.executeQuery(wrong)) {
      while (rows.next()) {
        Column column = mapping.columns().get(rows.getInt(2));
        Object[] values = (Object[]) rows.getArray(3).getArray();
        Object value = values[mapping.fields().indexOf(column.field())];
        String fact =
            column.field()
                + " must be "
                + column.rule()
                + " but is "
                + (value == null ? "null" : InputException.shown(value.toString()));
        String line = Arrays.stream(values).map(String::valueOf).collect(Collectors.joining(","));
        rejects.add(new MalformedInputException(file.name(), rows.getLong(1) + 1, fact), line);
      }
    } catch (SQLException e) {
      throw new InputException(
          file.name(), "cannot be read as Parquet: " + Sql.firstLine(e), "copy it again");
    }
    Sql.execute(
        sql, Staging.insert(mapping, source + " WHERE (" + mapping.firstWrong() + ") IS NULL"));
  }
}
