package io.stanflow.spark;

import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.SparkUserAppException;

/** What {@code spark-submit} passes to a job, each {@code name=value}. */
final class JobArguments {
  private static final int USAGE = 2;

  private JobArguments() {}

  /**
   * The values by name.
   *
   * @throws IllegalArgumentException if one is something else
   */
  static Map<String, String> of(String... arguments) {
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

  /** Says what is wrong, and ends the job by what this returns. */
  static SparkUserAppException wrong(Exception e) {
    System.err.println("stanflow: " + e.getMessage());
    return new SparkUserAppException(USAGE, e);
  }
}
