package io.stanflow.cli;

import java.util.List;
import picocli.CommandLine.Parameters;

/** Which flow files to read, and how. */
class FileArguments extends InputArguments {
  @Parameters(
      paramLabel = "FILE",
      arity = "1..*",
      description =
          "Flow files of one format, plain, .gz or .zst, or a folder of prepared flows; - is"
              + " standard input.")
  private List<String> files;

  final List<String> files() {
    return files;
  }
}
