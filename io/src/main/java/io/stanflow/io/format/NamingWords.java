package io.stanflow.io.format;

import io.stanflow.io.file.InputException;
import io.stanflow.io.mapping.Sql;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/**
 * Refuses columns that would be read as words though their values name hosts, times or records: a
 * model keeps its words as they are, and so would write such values out again.
 */
public final class NamingWords {
  private static final String ADDRESS =
      "\\s*(\\d{1,3}(\\.\\d{1,3}){3}|[0-9a-fA-F]*:[0-9a-fA-F]*:[0-9a-fA-F:.]+)\\s*";
  private static final String TIME = ".*\\d[-/.]\\d{1,2}[-/.]\\d.*\\d:\\d\\d.*";

  /** In fewer rows a word may be alone by chance. */
  private static final int FEW_ROWS = 100;

  private NamingWords() {}

  /**
   * Looks at columns that nobody said are words; what cannot be read of a damaged file it passes.
   *
   * @param source SQL for the rows of the file
   * @throws InputException naming a column that most rows have an address, a time or a word of
   *     their own in
   */
  public static void refuse(Probe probe, String source, List<String> columns)
      throws InputException {
    for (String column : columns) {
      String query =
          ("SELECT count(*), approx_count_distinct(v), avg(regexp_full_match(v, '%s')::INTEGER),"
                  + " avg(regexp_full_match(v, '%s')::INTEGER)"
                  + " FROM (SELECT CAST(%s AS VARCHAR) AS v FROM %s)")
              .formatted(ADDRESS, TIME, Sql.quote(column), source);
      try (Statement statement = probe.sql().createStatement();
          ResultSet row = statement.executeQuery(query)) {
        row.next();
        boolean own = row.getLong(1) >= FEW_ROWS && row.getLong(2) > 0.5 * row.getLong(1);
        if (row.getDouble(3) > 0.5) {
          throw refusal(probe, column, "addresses");
        } else if (row.getDouble(4) > 0.5) {
          throw refusal(probe, column, "times");
        } else if (own) {
          throw refusal(probe, column, "words that are in one row each");
        }
      } catch (SQLException e) {
        return; // reading will say where the file is damaged
      }
    }
  }

  private static InputException refusal(Probe probe, String column, String what) {
    return new InputException(
        probe.name(),
        "column " + column + " has " + what + ", which a model would keep and write out again",
        "say what the columns are: stanflow schema drafts a file for --schema");
  }
}
