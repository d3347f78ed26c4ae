package io.stanflow.io.parquet;

import io.stanflow.flow.Attribute;
import io.stanflow.flow.Flow;
import io.stanflow.flow.Schema;
import io.stanflow.io.file.PendingFile;
import io.stanflow.io.file.Scratch;
import io.stanflow.io.format.FlowWriter;
import io.stanflow.io.mapping.Sql;
import io.stanflow.io.text.TextBuffer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.duckdb.DuckDBDataChunkWriter;
import org.duckdb.DuckDBFunctions;
import org.duckdb.DuckDBTableFunction;
import org.duckdb.DuckDBTableFunctionBindInfo;
import org.duckdb.DuckDBTableFunctionCallInfo;
import org.duckdb.DuckDBTableFunctionInitInfo;

/**
 * Writes a Parquet file while flows come: DuckDB copies a table function to the file on a thread of
 * its own, and that function hands out what {@link #write} has gathered. Nothing goes by way of the
 * disk.
 */
final class ParquetWriter implements FlowWriter {
  private static final int WAITING = 8; // batches between the two threads
  private final PendingFile file;
  private final Scratch scratch;
  private final Path target;
  private final List<Attribute> attributes;
  private final Map<String, byte[]> words = new HashMap<>();
  private final BlockingQueue<ParquetBatch> batches = new ArrayBlockingQueue<>(WAITING);
  private final FutureTask<Void> copying;
  private ParquetBatch batch;
  private volatile boolean aborted;

  ParquetWriter(PendingFile file, Schema schema) throws IOException {
    this.file = file;
    scratch = file.partial().isEmpty() ? new Scratch() : null;
    target = scratch == null ? file.partial().orElseThrow() : scratch.path("rows.parquet");
    attributes = schema.attributes();
    batch = new ParquetBatch(attributes, words);
    copying =
        new FutureTask<>(
            () -> {
              copy();
              return null;
            });
    var thread = new Thread(copying, "stanflow-parquet");
    thread.setDaemon(true);
    thread.start();
  }

  private void copy() throws SQLException {
    var settings = new Properties();
    settings.setProperty("memory_limit", "512MiB");
    try (Connection sql = DriverManager.getConnection("jdbc:duckdb:", settings);
        Statement statement = sql.createStatement();
        var function = DuckDBFunctions.tableFunction()) {
      function.withName("flows").withFunction(new Flows()).register(sql);
      var columns = new ArrayList<String>();
      for (Attribute attribute : attributes) {
        String name = Sql.quote(attribute.name());
        columns.add(attribute.kind().isTime() ? "make_timestamp(" + name + ") AS " + name : name);
      }
      statement.execute(
          "COPY (SELECT "
              + String.join(", ", columns)
              + " FROM flows()) TO "
              + Sql.literal(target.toString())
              + " (FORMAT parquet, COMPRESSION zstd, USE_TMP_FILE false, KV_METADATA {"
              + Sql.literal(ParquetFormat.KINDS)
              + ": "
              + Sql.literal(header())
              + "})");
    }
  }

  private String header() {
    var text = new TextBuffer();
    for (Attribute attribute : attributes) {
      text.raw(text.length() == 0 ? "" : ",");
      text.quoted(attribute.name() + ":" + attribute.kind().word(), false);
    }
    return text.toString();
  }

  /** DuckDB's side: one chunk for each batch, until an empty one. */
  private final class Flows implements DuckDBTableFunction<Object, Object, Object> {
    @Override
    public Object bind(DuckDBTableFunctionBindInfo info) {
      for (Attribute attribute : attributes) {
        info.addResultColumn(attribute.name(), ParquetBatch.type(attribute));
      }
      return this;
    }

    /** One thread, which keeps the order. */
    @Override
    public Object init(DuckDBTableFunctionInitInfo info) {
      info.setMaxThreads(1);
      return this;
    }

    @Override
    public long apply(DuckDBTableFunctionCallInfo info, DuckDBDataChunkWriter chunk)
        throws InterruptedException {
      ParquetBatch next = batches.take();
      if (aborted) {
        throw new IllegalStateException("aborted");
      }
      next.copyTo(chunk);
      return next.rows();
    }
  }

  @Override
  public void write(Flow flow) throws IOException {
    if (!file.isOpen()) {
      return;
    }
    batch.add(flow);
    if (batch.rows() == ParquetBatch.ROWS) {
      hand(batch);
      batch = new ParquetBatch(attributes, words);
    }
  }

  /** Hands a batch over, unless copying has failed and nobody takes it. */
  private void hand(ParquetBatch full) throws IOException {
    try {
      while (!batches.offer(full, 1, TimeUnit.SECONDS)) {
        if (copying.isDone()) {
          await();
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      abort();
      throw new IOException("interrupted while writing", e);
    } catch (IOException e) {
      abort();
      throw e;
    }
  }

  private void await() throws IOException {
    try {
      copying.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while writing", e);
    } catch (ExecutionException e) {
      throw e.getCause() instanceof SQLException sql
          ? Sql.failure(sql)
          : new IOException("DuckDB: " + e.getCause().getMessage(), e);
    }
  }

  @Override
  public void close() throws IOException {
    if (!file.isOpen()) {
      return;
    }
    try {
      if (batch.rows() > 0) {
        hand(batch);
      }
      hand(new ParquetBatch(attributes, words)); // the end
      await();
      if (scratch != null) {
        Files.copy(target, file.stream());
      }
      file.commit();
    } finally {
      abort();
    }
  }

  @Override
  public void abort() {
    aborted = true;
    while (!copying.isDone()) {
      batches.poll();
      batches.offer(new ParquetBatch(attributes, words));
      try {
        copying.get(100, TimeUnit.MILLISECONDS);
      } catch (java.util.concurrent.TimeoutException e) {
        // DuckDB is busy with an earlier batch
      } catch (ExecutionException e) {
        break; // aborted, as it was told to
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        break;
      }
    }
    file.close();
    if (scratch != null) {
      scratch.close();
    }
  }
}
