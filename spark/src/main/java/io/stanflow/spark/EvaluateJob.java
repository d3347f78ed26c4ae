package io.stanflow.spark;

import io.stanflow.evaluate.report.Report;
import io.stanflow.flow.Cidr;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.fs.Path;
import org.apache.spark.SparkUserAppException;
import org.apache.spark.sql.AnalysisException;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * Holds synthetic tables against a real one, for {@code spark-submit}; prints the tables of {@code
 * stanflow evaluate}.
 *
 * <pre>
 * spark-submit --class io.stanflow.spark.EvaluateJob stanflow-spark.jar \
 *   real=hdfs:///real synthetic=hdfs:///flows internal=10.0.0.0/8 output=hdfs:///report.json
 * </pre>
 *
 * The arguments: {@code real} and {@code synthetic}, or several {@code synthetic.NAME}, paths; the
 * {@code format} of their files (default: parquet); {@code internal} and {@code syntheticInternal}
 * (default: the same), blocks of the hosts with commas between; {@code columns}, such as {@code
 * sourceAddress:src,bytes:octets}, what the tables call their attributes; {@code output} and {@code
 * markdown}, files for the report as JSON and as it is printed, which replace what is there.
 */
public final class EvaluateJob {
  private static final String REAL = "real";
  private static final String SYNTHETIC = "synthetic";
  private static final String FORMAT = "format";
  private static final String INTERNAL = "internal";
  private static final String SYNTHETIC_INTERNAL = "syntheticInternal";
  private static final String COLUMNS = "columns";
  private static final String OUTPUT = "output";
  private static final String MARKDOWN = "markdown";
  private static final List<String> ALL =
      List.of(REAL, SYNTHETIC, FORMAT, INTERNAL, SYNTHETIC_INTERNAL, COLUMNS, OUTPUT, MARKDOWN);

  private final Map<String, String> options;

  private EvaluateJob(Map<String, String> options) {
    this.options = options;
  }

  /**
   * Runs the job.
   *
   * @param arguments each {@code name=value}
   * @throws SparkUserAppException once it is said what is wrong with them, or with a table
   * @throws IOException if the report cannot be written
   */
  public static void main(String[] arguments) throws SparkUserAppException, IOException {
    try {
      new EvaluateJob(JobArguments.of(arguments)).run();
    } catch (IllegalArgumentException e) {
      throw JobArguments.wrong(e);
    }
    SparkSession.active().stop();
  }

  private void run() throws IOException {
    Map<String, String> synthetic = check();
    Judging judging = judging();
    SparkSession spark = SparkSession.builder().appName("stanflow").getOrCreate();
    var tables = new LinkedHashMap<String, Dataset<Row>>();
    synthetic.forEach((name, path) -> tables.put(name, read(spark, path)));
    Report report = StanflowSpark.evaluate(read(spark, options.get(REAL)), tables, judging);
    System.out.print(report.markdown());
    write(spark, OUTPUT, report.json());
    write(spark, MARKDOWN, report.markdown());
  }

  /** Paths of the synthetic tables, by name. */
  private Map<String, String> check() {
    var synthetic = new LinkedHashMap<String, String>();
    options.forEach(
        (name, value) -> {
          if (name.startsWith(SYNTHETIC + ".")) {
            synthetic.put(name.substring(SYNTHETIC.length() + 1), value);
          } else if (name.equals(SYNTHETIC)) {
            synthetic.put(SYNTHETIC, value);
          } else if (!ALL.contains(name)) {
            throw new IllegalArgumentException(
                "there is no option "
                    + name
                    + "; there are "
                    + String.join(", ", ALL)
                    + ", synthetic.NAME");
          }
        });
    if (!options.containsKey(REAL) || synthetic.isEmpty()) {
      throw new IllegalArgumentException("say what to judge: real=PATH synthetic=PATH");
    }
    return synthetic;
  }

  private Judging judging() {
    List<Cidr> internal = blocks(INTERNAL, List.of());
    return new Judging(internal, blocks(SYNTHETIC_INTERNAL, internal), columns());
  }

  private List<Cidr> blocks(String option, List<Cidr> otherwise) {
    String text = options.get(option);
    try {
      return text == null
          ? otherwise
          : Arrays.stream(text.split(",")).map(String::strip).map(Cidr::parse).toList();
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("option " + option + ": " + e.getMessage(), e);
    }
  }

  private Map<String, String> columns() {
    var columns = new LinkedHashMap<String, String>();
    String text = options.getOrDefault(COLUMNS, "");
    for (String pair : text.isEmpty() ? new String[0] : text.split(",")) {
      int colon = pair.indexOf(':');
      if (colon < 1 || colon == pair.length() - 1) {
        throw new IllegalArgumentException(
            "option " + COLUMNS + ": '" + pair + "' is not ATTRIBUTE:COLUMN");
      }
      columns.put(pair.substring(0, colon).strip(), pair.substring(colon + 1).strip());
    }
    return columns;
  }

  private Dataset<Row> read(SparkSession spark, String path) {
    try {
      return spark.read().format(options.getOrDefault(FORMAT, "parquet")).load(path);
    } catch (Exception e) { // Spark does not declare what it throws
      if (e instanceof AnalysisException) {
        String fact = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
        throw new IllegalArgumentException(path + ": " + fact, e);
      }
      throw e;
    }
  }

  private void write(SparkSession spark, String option, String text) throws IOException {
    if (options.containsKey(option)) {
      var file = new Path(options.get(option));
      try (OutputStream out =
          file.getFileSystem(spark.sessionState().newHadoopConf()).create(file, true)) {
        out.write(text.getBytes(StandardCharsets.UTF_8));
      }
    }
  }
}
