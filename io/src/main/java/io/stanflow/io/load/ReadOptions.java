package io.stanflow.io.load;

import io.stanflow.flow.Cidr;
import io.stanflow.flow.Schema;
import io.stanflow.io.schema.SchemaFile;
import java.nio.file.Path;
import java.util.List;

/**
 * How to read flow files.
 *
 * @param format name of the format, or null to detect it
 * @param schema attributes of a {@code csv} or {@code parquet} table by the names of its columns,
 *     or null to infer them; other formats have their own schema
 * @param schemaFile what the columns of the user's own text tables are, or null; goes before {@code
 *     format} and {@code schema}
 * @param internal blocks that hold the internal hosts, or empty to detect them
 * @param skipMalformed whether to count and drop malformed lines rather than stop at the first
 * @param rejectsFile takes the dropped lines with place and reason, or null
 * @param memoryLimit bytes that DuckDB may hold before it goes to disk, at least 128 MiB
 * @param threads of DuckDB
 * @param minFlowsPerHost hosts with fewer flows in their series are left out
 */
public record ReadOptions(
    String format,
    Schema schema,
    SchemaFile schemaFile,
    List<Cidr> internal,
    boolean skipMalformed,
    Path rejectsFile,
    long memoryLimit,
    int threads,
    int minFlowsPerHost) {
  /** Detect everything, stop at the first malformed line, 1 GiB, all cores, all hosts. */
  public static final ReadOptions DEFAULTS =
      new ReadOptions(
          null,
          null,
          null,
          List.of(),
          false,
          null,
          1L << 30,
          Runtime.getRuntime().availableProcessors(),
          1);

  public ReadOptions {
    internal = List.copyOf(internal);
    if (memoryLimit < 128 << 20) {
      throw new IllegalArgumentException("memory limit must be >= 128 MiB but is " + memoryLimit);
    }
    if (threads < 1) {
      throw new IllegalArgumentException("threads must be >= 1 but is " + threads);
    }
    if (minFlowsPerHost < 1) {
      throw new IllegalArgumentException("flows per host must be >= 1 but is " + minFlowsPerHost);
    }
  }

  public ReadOptions withFormat(String format) {
    return new ReadOptions(
        format,
        schema,
        schemaFile,
        internal,
        skipMalformed,
        rejectsFile,
        memoryLimit,
        threads,
        minFlowsPerHost);
  }

  public ReadOptions withSchema(Schema schema) {
    return new ReadOptions(
        format,
        schema,
        schemaFile,
        internal,
        skipMalformed,
        rejectsFile,
        memoryLimit,
        threads,
        minFlowsPerHost);
  }

  /** Reads text tables as a schema file says; null for none. */
  public ReadOptions withSchemaFile(SchemaFile schemaFile) {
    return new ReadOptions(
        format,
        schema,
        schemaFile,
        internal,
        skipMalformed,
        rejectsFile,
        memoryLimit,
        threads,
        minFlowsPerHost);
  }

  public ReadOptions withInternal(List<Cidr> internal) {
    return new ReadOptions(
        format,
        schema,
        schemaFile,
        internal,
        skipMalformed,
        rejectsFile,
        memoryLimit,
        threads,
        minFlowsPerHost);
  }

  /**
   * Drops malformed lines.
   *
   * @param rejectsFile takes them, or null
   */
  public ReadOptions withSkipMalformed(Path rejectsFile) {
    return new ReadOptions(
        format,
        schema,
        schemaFile,
        internal,
        true,
        rejectsFile,
        memoryLimit,
        threads,
        minFlowsPerHost);
  }

  public ReadOptions withMemoryLimit(long memoryLimit) {
    return new ReadOptions(
        format,
        schema,
        schemaFile,
        internal,
        skipMalformed,
        rejectsFile,
        memoryLimit,
        threads,
        minFlowsPerHost);
  }

  public ReadOptions withThreads(int threads) {
    return new ReadOptions(
        format,
        schema,
        schemaFile,
        internal,
        skipMalformed,
        rejectsFile,
        memoryLimit,
        threads,
        minFlowsPerHost);
  }

  public ReadOptions withMinFlowsPerHost(int minFlowsPerHost) {
    return new ReadOptions(
        format,
        schema,
        schemaFile,
        internal,
        skipMalformed,
        rejectsFile,
        memoryLimit,
        threads,
        minFlowsPerHost);
  }
}
