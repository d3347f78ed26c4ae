package io.stanflow.cli;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/**
 * The {@code stanflow} command. Exit codes: 0 done, 1 failure, 2 usage, 3 bad input, 4 a figure
 * beyond its limit. A further subcommand is one more line in {@link #COMMANDS}.
 */
@Command(
    name = "stanflow",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    description = "Learns from network flows and generates synthetic ones.",
    footer = "stanflow help COMMAND, or stanflow COMMAND --help, explains a command.",
    exitCodeListHeading = "Exit codes:%n",
    exitCodeList = {
      "0:done",
      "1:failure",
      "2:wrong usage",
      "3:bad input",
      "4:evaluate --gate: a figure is beyond its limit"
    })
public final class Main implements Runnable {
  private static final Map<String, Supplier<Object>> COMMANDS = new LinkedHashMap<>();

  static {
    COMMANDS.put("train", TrainCommand::new);
    COMMANDS.put("generate", GenerateCommand::new);
    COMMANDS.put("scenario", ScenarioCommand::new);
    COMMANDS.put("complete", CompleteCommand::new);
    COMMANDS.put("stream", StreamCommand::new);
    COMMANDS.put("replay", ReplayCommand::new);
    COMMANDS.put("inspect", InspectCommand::new);
    COMMANDS.put("evaluate", EvaluateCommand::new);
    COMMANDS.put("schema", SchemaCommand::new);
    COMMANDS.put("convert", ConvertCommand::new);
    COMMANDS.put("formats", FormatsCommand::new);
  }

  @Spec private CommandSpec spec;

  @Option(
      names = "--debug",
      scope = ScopeType.INHERIT,
      description = "Show the stack trace of an error; so does STANFLOW_DEBUG=1.")
  private boolean debug;

  private Main() {}

  /** Runs one command and exits with its code. */
  public static void main(String[] args) {
    System.err.print(Terminal.erasure());
    System.exit(run(commandLine(args), args));
  }

  /**
   * The command with its exit codes and error messages; writes to the standard streams.
   *
   * @param words where they begin with a subcommand it has that one alone, since each takes time to
   *     set up; else all
   */
  static CommandLine commandLine(String... words) {
    String[] args = withoutHelp(words);
    var main = new Main();
    var failures = new Failures(() -> main.debug || "1".equals(System.getenv("STANFLOW_DEBUG")));
    var command = new CommandLine(main);
    Supplier<Object> named = args.length == 0 ? null : COMMANDS.get(args[0]);
    if (named != null) {
      command.addSubcommand(args[0], named.get());
    } else {
      COMMANDS.forEach((name, subcommand) -> command.addSubcommand(name, subcommand.get()));
    }
    return command
        .setParameterExceptionHandler(failures)
        .setExecutionExceptionHandler(failures)
        .setAbbreviatedOptionsAllowed(false);
  }

  /** {@code help} and {@code help COMMAND} as the options that they stand for. */
  private static String[] withoutHelp(String... args) {
    if (args.length == 0 || !args[0].equals("help")) {
      return args;
    } else if (args.length == 1) {
      return new String[] {"--help"};
    }
    boolean known = COMMANDS.containsKey(args[1]);
    return known ? new String[] {args[1], "--help"} : new String[] {args[1]};
  }

  /** Runs one command line and returns its exit code. */
  static int run(CommandLine command, String... args) {
    try {
      return command.execute(withoutHelp(args));
    } catch (OutOfMemoryError e) {
      command.getErr().println("stanflow: " + Failures.OUT_OF_MEMORY);
      command.getErr().flush();
      return Failures.FAILURE;
    }
  }

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(), "name a command: " + String.join(", ", spec.subcommands().keySet()));
  }
}
