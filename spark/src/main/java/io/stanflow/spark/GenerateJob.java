package io.stanflow.spark;

import java.io.UncheckedIOException;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.SparkUserAppException;
import org.apache.spark.sql.DataFrameWriter;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * Generates a scenario into files, for {@code spark-submit}.
 *
 * <pre>
 * spark-submit --class io.stanflow.spark.GenerateJob stanflow-spark.jar \
 *   model=hdfs:///models/ugr16.stanflow hosts=100000 duration=24h seed=7 output=hdfs:///flows
 * </pre>
 *
 * The arguments are options of the {@link FlowSource data source}, {@code output}, the {@code
 * format} of the files (default: parquet) and the {@code mode} (default: error, if there are any;
 * append, overwrite, ignore). With {@code hour=true} they lie in a folder for each hour.
 */
public final class GenerateJob {
  private static final int USAGE = 2;

  private GenerateJob() {}

  /**
   * Runs the job.
   *
   * @param arguments each {@code name=value}
   * @throws SparkUserAppException once it is said what is wrong with them, or with the model
   */
  public static void main(String[] arguments) throws SparkUserAppException {
    DataFrameWriter<Row> files;
    String output;
    try {
      Map<String, String> options = options(arguments);
      output = options.remove("output");
      if (output == null) {
        throw new IllegalArgumentException("say where to: output=PATH");
      }
      files = files(options);
    } catch (IllegalArgumentException | UncheckedIOException e) {
      System.err.println("stanflow: " + e.getMessage());
      throw new SparkUserAppException(USAGE, e);
    }
    files.save(output);
    SparkSession.active().stop();
  }

  private static DataFrameWriter<Row> files(Map<String, String> options) {
    String format = options.remove("format");
    String mode = options.remove("mode");
    boolean byHour = ScenarioOptions.of(options).hour();
    SparkSession spark = SparkSession.builder().appName("stanflow").getOrCreate();
    Dataset<Row> flows = spark.read().format("stanflow").options(options).load();
    DataFrameWriter<Row> files =
        flows
            .write()
            .format(format == null ? "parquet" : format)
            .mode(mode == null ? "error" : mode);
    return byHour ? files.partitionBy(ScenarioOptions.HOUR) : files;
  }

  /** Arguments that are each {@code name=value}, by name. */
  static Map<String, String> options(String... arguments) {
    Map<String, String> options = new TreeMap<>();
    for (String argument : arguments) {
      int equals = argument.indexOf('=');
      if (equals < 1) {
        throw new IllegalArgumentException("'" + argument + "' is not name=value");
      }
      options.put(argument.substring(0, equals), argument.substring(equals + 1));
    }
    return options;
  }
}
