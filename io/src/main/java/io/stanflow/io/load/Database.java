package io.stanflow.io.load;

import io.stanflow.io.file.InputException;
import io.stanflow.io.file.Scratch;
import io.stanflow.io.mapping.Macros;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Properties;
import org.duckdb.DuckDBDriver;

/** DuckDB as we want it. */
public final class Database {
  private Database() {}

  /**
   * Opens a database in a file of {@code scratch}, with all macros of {@link Macros}.
   *
   * @throws InputException if DuckDB cannot unpack its native library into the temporary folder
   */
  public static Connection open(Scratch scratch, ReadOptions options, String database)
      throws InputException, SQLException {
    try {
      return connect(scratch, options, database);
    } catch (LinkageError e) {
      throw new InputException(
          System.getProperty("java.io.tmpdir"),
          "is the temporary folder, and DuckDB's native library cannot be unpacked and run there",
          "make room or name another folder: STANFLOW_JAVA_OPTS=-Djava.io.tmpdir=FOLDER");
    }
  }

  private static Connection connect(Scratch scratch, ReadOptions options, String database)
      throws SQLException {
    var settings = new Properties();
    settings.setProperty("memory_limit", options.resources().memoryLimit() / 1024 + "KiB");
    settings.setProperty("threads", Integer.toString(options.resources().threads()));
    settings.setProperty("temp_directory", scratch.path("spill").toString());
    settings.setProperty("autoinstall_known_extensions", "false"); // nothing from the network
    settings.setProperty(DuckDBDriver.JDBC_STREAM_RESULTS, "true");
    Connection sql = DriverManager.getConnection("jdbc:duckdb:" + scratch.path(database), settings);
    Macros.define(sql);
    return sql;
  }
}
