package io.stanflow.spark;

import io.stanflow.flow.PreparedFlows;
import java.io.UncheckedIOException;
import java.util.Map;
import org.apache.spark.SparkUserAppException;
import org.apache.spark.sql.AnalysisException;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * Prepares a table of flows for training, for {@code spark-submit}.
 *
 * <pre>
 * spark-submit --class io.stanflow.spark.PrepareJob stanflow-spark.jar \
 *   input=hdfs:///flows internal=10.0.0.0/8 output=hdfs:///prepared
 * </pre>
 *
 * The arguments are options of {@link PrepareOptions}, {@code input} and its {@code format}
 * (default: parquet; csv is read with its header line, all text).
 */
public final class PrepareJob {
  private PrepareJob() {}

  /**
   * Runs the job.
   *
   * @param arguments each {@code name=value}
   * @throws SparkUserAppException once it is said what is wrong with them, or with the table
   */
  public static void main(String[] arguments) throws SparkUserAppException {
    try {
      Map<String, String> options = JobArguments.of(arguments);
      String input = options.remove("input");
      String format = options.remove("format");
      if (input == null) {
        throw new IllegalArgumentException("say what to read: input=PATH");
      }
      PrepareOptions how = PrepareOptions.of(options);
      SparkSession spark = SparkSession.builder().appName("stanflow").getOrCreate();
      Dataset<Row> flows = read(spark, format == null ? "parquet" : format, input);
      PreparedFlows says = PreparedTraining.prepare(flows, how);
      System.err.printf(
          "stanflow: %,d flows of %,d hosts in %s, of %,d flows of %,d hosts%n",
          says.table().chosenFlows(),
          says.table().chosenHosts(),
          how.output(),
          says.table().flows(),
          says.table().hosts());
      spark.stop();
    } catch (IllegalArgumentException | UncheckedIOException | AnalysisException e) {
      throw JobArguments.wrong(e);
    }
  }

  /** Spark's exception is a checked one, which its methods do not declare. */
  @SuppressWarnings("RedundantThrows")
  private static Dataset<Row> read(SparkSession spark, String format, String input)
      throws AnalysisException {
    return spark.read().format(format).option("header", true).load(input);
  }
}
