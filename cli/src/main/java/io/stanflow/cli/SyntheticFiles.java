package io.stanflow.cli;

import io.stanflow.baseline.Baseline;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** The files of {@code --synthetic [NAME=]FILE}, by name. */
final class SyntheticFiles {
  private static final Set<String> REAL = Set.of("real", "later", "otherHosts");

  private SyntheticFiles() {}

  /**
   * Names the files. A single one without a name is {@code synthetic}, one of several has its
   * file's name up to the first dot.
   *
   * @throws IllegalArgumentException if two have one name, or one has that of another column
   */
  static Map<String, String> named(List<String> arguments) {
    var files = new LinkedHashMap<String, String>();
    for (String argument : arguments) {
      int equals = argument.indexOf('=');
      boolean named = equals > 0 && !Files.exists(Path.of(argument)); // a file may have a '='
      String file = named ? argument.substring(equals + 1) : argument;
      String plain = Path.of(file).getFileName().toString().replaceFirst("(?<=.)\\..*", "");
      String only = arguments.size() == 1 ? "synthetic" : plain;
      String name = named ? argument.substring(0, equals) : only;
      if (isTaken(name)) {
        throw new IllegalArgumentException(
            "--synthetic "
                + argument
                + ": the report has a column '"
                + name
                + "' already; write NAME=FILE with another name");
      }
      if (files.putIfAbsent(name, file) != null) {
        throw new IllegalArgumentException(
            "--synthetic: two files are named '" + name + "'; write NAME=FILE with two names");
      }
    }
    return files;
  }

  private static boolean isTaken(String name) {
    return REAL.contains(name)
        || Stream.of(Baseline.values()).anyMatch(baseline -> baseline.key().equals(name));
  }
}
