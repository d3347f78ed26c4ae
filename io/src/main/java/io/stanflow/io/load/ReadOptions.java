package io.stanflow.io.load;

import io.stanflow.flow.Cidr;
import io.stanflow.flow.Schema;
import io.stanflow.flow.TableLayout.Unit;
import io.stanflow.io.mapping.FileMapping;
import io.stanflow.io.schema.SchemaFile;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How to read flow files.
 *
 * @param form what they are
 * @param hosts whose series are made of them
 * @param malformed what becomes of lines and packets that are wrong
 * @param resources that reading may take
 */
public record ReadOptions(Form form, Hosts hosts, Malformed malformed, Resources resources) {
  /**
   * What the files are.
   *
   * @param format name of the format; empty to detect it
   * @param schema attributes of a {@code csv} or {@code parquet} table by the names of its columns;
   *     empty to infer them; other formats have their own schema
   * @param schemaFile what the columns of the user's own tables are; goes before {@code format} and
   *     {@code schema}
   * @param draft schema of tables that would otherwise be read by a draft of their own
   * @param values how what they hold is taken
   */
  public record Form(
      Optional<String> format,
      Optional<Schema> schema,
      Optional<SchemaFile> schemaFile,
      Optional<SchemaFile> draft,
      Values values) {}

  /**
   * How what the files hold is taken.
   *
   * @param encoding of text without a byte-order mark; empty for UTF-8
   * @param timeUnit of times that {@code csv} and {@code parquet} tables hold as numbers; empty to
   *     tell it from their size
   * @param scaleSampled whether packets and bytes are multiplied by N where an exporter says that
   *     it looked at 1 of N packets
   * @param mayLack attributes whose fields may be empty, see {@link #withGaps}; 63 at most
   * @param words of attributes of words, those that flows must have one of; none for all flows
   */
  public record Values(
      Optional<Charset> encoding,
      Optional<Unit> timeUnit,
      boolean scaleSampled,
      List<String> mayLack,
      Map<String, List<String>> words) {
    public Values {
      mayLack = List.copyOf(mayLack);
      words = Map.copyOf(words);
    }
  }

  /**
   * Whose series are made of the flows.
   *
   * @param internal blocks that hold the internal hosts; empty to detect them
   * @param minFlows hosts with fewer flows in their series are left out
   * @param most hosts at most; of more so many are taken, evenly over hosts by their flows
   */
  public record Hosts(List<Cidr> internal, int minFlows, int most) {
    /** Of {@code most}: none is left out. */
    public static final int ALL = Integer.MAX_VALUE;

    public Hosts {
      internal = List.copyOf(internal);
      if (minFlows < 1) {
        throw new IllegalArgumentException("flows per host must be >= 1 but is " + minFlows);
      }
      if (most < 1) {
        throw new IllegalArgumentException("hosts must be >= 1 but are " + most);
      }
    }
  }

  /**
   * What becomes of malformed lines and packets.
   *
   * @param skip whether to count and drop them rather than stop at the first
   * @param rejectsFile takes the dropped ones with place and reason
   */
  public record Malformed(boolean skip, Optional<Path> rejectsFile) {}

  /**
   * What reading may take.
   *
   * @param memoryLimit bytes that DuckDB may hold before it goes to disk, at least 128 MiB
   * @param threads of DuckDB
   */
  public record Resources(long memoryLimit, int threads) {
    public Resources {
      if (memoryLimit < 128 << 20) {
        throw new IllegalArgumentException("memory limit must be >= 128 MiB but is " + memoryLimit);
      }
      if (threads < 1) {
        throw new IllegalArgumentException("threads must be >= 1 but is " + threads);
      }
    }
  }

  /** Detect everything, stop at the first malformed line, 1 GiB, all cores, all hosts. */
  public static final ReadOptions DEFAULTS =
      new ReadOptions(
          new Form(
              Optional.empty(),
              Optional.empty(),
              Optional.empty(),
              Optional.empty(),
              new Values(Optional.empty(), Optional.empty(), false, List.of(), Map.of())),
          new Hosts(List.of(), 1, Hosts.ALL),
          new Malformed(false, Optional.empty()),
          new Resources(1L << 30, Runtime.getRuntime().availableProcessors()));

  /** Reads files of the same form as those of other options. */
  public ReadOptions withForm(Form form) {
    return new ReadOptions(form, hosts, malformed, resources);
  }

  private ReadOptions withValues(Values values) {
    return withForm(new Form(form.format, form.schema, form.schemaFile, form.draft, values));
  }

  /** Reads files of this format, one of {@code FlowFiles.formats} by name. */
  public ReadOptions withFormat(String format) {
    return withForm(
        new Form(Optional.of(format), form.schema, form.schemaFile, form.draft, form.values));
  }

  /** Takes these attributes of a {@code csv} or {@code parquet} table, by their columns' names. */
  public ReadOptions withSchema(Schema schema) {
    return withForm(
        new Form(form.format, Optional.of(schema), form.schemaFile, form.draft, form.values));
  }

  /** Reads tables as a schema file says. */
  public ReadOptions withSchemaFile(SchemaFile schemaFile) {
    return withForm(
        new Form(form.format, form.schema, Optional.of(schemaFile), form.draft, form.values));
  }

  /** Reads tables, whose columns' names are known, as this draft says, not as one of their own. */
  public ReadOptions withDraft(Optional<SchemaFile> draft) {
    return withForm(new Form(form.format, form.schema, form.schemaFile, draft, form.values));
  }

  /** Reads text without a byte-order mark in this encoding. */
  public ReadOptions withEncoding(Charset encoding) {
    Values values = form.values;
    return withValues(
        new Values(
            Optional.of(encoding),
            values.timeUnit,
            values.scaleSampled,
            values.mayLack,
            values.words));
  }

  /** Takes numbers that are times for a count of this unit since 1970. */
  public ReadOptions withTimeUnit(Unit unit) {
    Values values = form.values;
    return withValues(
        new Values(
            values.encoding, Optional.of(unit), values.scaleSampled, values.mayLack, values.words));
  }

  /** Multiplies packets and bytes of NetFlow where its exporter says that it sampled. */
  public ReadOptions withScaleSampled() {
    Values values = form.values;
    return withValues(
        new Values(values.encoding, values.timeUnit, true, values.mayLack, values.words));
  }

  /**
   * Lets fields of these attributes be empty in text and Parquet. Flows then have one attribute
   * more, the count {@link FileMapping#GAPS}: bit i says that the flow lacks the i-th of these,
   * whose value is then a neutral one.
   */
  public ReadOptions withGaps(List<String> attributes) {
    Values values = form.values;
    return withValues(
        new Values(
            values.encoding, values.timeUnit, values.scaleSampled, attributes, values.words));
  }

  /**
   * Takes flows alone that have one of these words of each of these attributes, or of {@code port}
   * one of these ports on either side.
   */
  public ReadOptions withWords(Map<String, List<String>> words) {
    Values values = form.values;
    return withValues(
        new Values(values.encoding, values.timeUnit, values.scaleSampled, values.mayLack, words));
  }

  /** Takes the hosts in these blocks for the internal ones; none to detect them. */
  public ReadOptions withInternal(List<Cidr> internal) {
    Hosts whose = new Hosts(internal, hosts.minFlows, hosts.most);
    return new ReadOptions(form, whose, malformed, resources);
  }

  /** Leaves out hosts with fewer flows. */
  public ReadOptions withMinFlowsPerHost(int minFlows) {
    Hosts whose = new Hosts(hosts.internal, minFlows, hosts.most);
    return new ReadOptions(form, whose, malformed, resources);
  }

  /** Takes a sample of the hosts where there are more. */
  public ReadOptions withMostHosts(int most) {
    Hosts whose = new Hosts(hosts.internal, hosts.minFlows, most);
    return new ReadOptions(form, whose, malformed, resources);
  }

  /** Counts and drops malformed lines and packets. */
  public ReadOptions withSkipMalformed() {
    return new ReadOptions(form, hosts, new Malformed(true, Optional.empty()), resources);
  }

  /** Drops malformed lines and packets into a file, with place and reason. */
  public ReadOptions withSkipMalformed(Path rejectsFile) {
    return new ReadOptions(form, hosts, new Malformed(true, Optional.of(rejectsFile)), resources);
  }

  /** Lets DuckDB hold so many bytes, at least 128 MiB, before it goes to disk. */
  public ReadOptions withMemoryLimit(long memoryLimit) {
    return new ReadOptions(form, hosts, malformed, new Resources(memoryLimit, resources.threads));
  }

  /** Gives DuckDB so many threads. */
  public ReadOptions withThreads(int threads) {
    return new ReadOptions(form, hosts, malformed, new Resources(resources.memoryLimit, threads));
  }
}
