package io.stanflow.cli;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import picocli.CommandLine;

/** One run of the command in this JVM, with what it printed. */
record CommandRun(int code, String out, String err) {
  static CommandRun of(Object... args) {
    String[] words = List.of(args).stream().map(Object::toString).toArray(String[]::new);
    CommandLine command = Main.commandLine(words);
    var out = new StringWriter();
    var err = new StringWriter();
    command.setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
    int code = Main.run(command, words);
    return new CommandRun(code, out.toString(), err.toString());
  }

  /** The last line on standard error. */
  String lastError() {
    List<String> lines = err.lines().toList();
    return lines.isEmpty() ? "" : lines.get(lines.size() - 1);
  }
}
