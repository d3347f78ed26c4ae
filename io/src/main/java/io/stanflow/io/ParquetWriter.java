package io.stanflow.io;

import io.stanflow.flow.Attribute;
import io.stanflow.flow.Flow;
import io.stanflow.flow.Schema;
import java.io.IOException;
import java.nio.file.Files;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import org.duckdb.DuckDBAppender;
import org.duckdb.DuckDBConnection;

/** Gathers flows in a DuckDB database on disk and copies them to a Parquet file on close. */
final class ParquetWriter implements FlowWriter {
  private final PendingFile file;
  private final Schema schema;
  private final List<String> kinds = new ArrayList<>();
  private final Scratch scratch;
  private Connection sql;
  private DuckDBAppender appender;

  ParquetWriter(PendingFile file, Schema schema) throws IOException {
    this.file = file;
    this.schema = schema;
    schema.attributes().forEach(attribute -> kinds.add(Kinds.kind(attribute)));
    scratch = new Scratch();
    try {
      var settings = new Properties();
      settings.setProperty("memory_limit", "512MiB");
      settings.setProperty("temp_directory", scratch.path("spill").toString());
      sql = DriverManager.getConnection("jdbc:duckdb:" + scratch.path("rows.duckdb"), settings);
      var columns = new ArrayList<String>();
      for (int i = 0; i < schema.size(); i++) {
        String name = Macros.quote(schema.attributes().get(i).name());
        columns.add(name + " " + type(kinds.get(i)));
      }
      try (Statement statement = sql.createStatement()) {
        statement.execute("CREATE TABLE rows (" + String.join(", ", columns) + ")");
      }
      appender = sql.unwrap(DuckDBConnection.class).createAppender("rows");
    } catch (SQLException e) {
      abort();
      throw FlowLoader.failure(e);
    }
  }

  private static String type(String kind) {
    return switch (kind) {
      case "start", "end" -> "TIMESTAMP";
      case "real" -> "DOUBLE";
      case "word", "address" -> "VARCHAR";
      case "port" -> "USMALLINT";
      case "flags" -> "UTINYINT";
      default -> "BIGINT";
    };
  }

  @Override
  public void write(Flow flow) throws IOException {
    try {
      appender.beginRow();
      for (int i = 0; i < kinds.size(); i++) {
        switch (kinds.get(i)) {
          case "start", "end" -> appender.appendEpochMicros(flow.number(i));
          case "real" -> appender.append(flow.real(i));
          case "word" -> appender.append(flow.word(i));
          case "address" -> appender.append(flow.address(i).toString());
          case "port" -> appender.append((short) flow.number(i));
          case "flags" -> appender.append((byte) flow.number(i));
          default -> appender.append(flow.number(i));
        }
      }
      appender.endRow();
    } catch (SQLException e) {
      abort();
      throw FlowLoader.failure(e);
    }
  }

  @Override
  public void close() throws IOException {
    if (!file.isOpen()) {
      return;
    }
    try (Statement statement = sql.createStatement()) {
      appender.close();
      var target = file.partial() != null ? file.partial() : scratch.path("rows.parquet");
      statement.execute(
          "COPY rows TO "
              + Macros.literal(target.toString())
              + " (FORMAT parquet, COMPRESSION zstd, KV_METADATA {"
              + Macros.literal(ParquetFormat.KINDS)
              + ": "
              + Macros.literal(header())
              + "})");
      if (file.partial() == null) {
        Files.copy(target, file.stream());
      }
      file.commit();
    } catch (SQLException e) {
      throw FlowLoader.failure(e);
    } finally {
      abort();
    }
  }

  private String header() {
    var text = new TextBuffer();
    for (Attribute attribute : schema.attributes()) {
      text.raw(text.length() == 0 ? "" : ",");
      text.quoted(attribute.name() + ":" + Kinds.kind(attribute), false);
    }
    return text.toString();
  }

  @Override
  public void abort() {
    file.close();
    try (scratch) {
      if (appender != null && !appender.isClosed()) {
        appender.close();
      }
      if (sql != null) {
        sql.close();
      }
    } catch (SQLException e) {
      // the rows are to be deleted anyway
    }
  }
}
