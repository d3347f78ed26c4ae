package io.stanflow.cli;

import io.stanflow.flow.Cidr;
import io.stanflow.io.load.ReadOptions;
import java.io.UncheckedIOException;
import java.util.List;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Which flows to train on, and how to read them. */
final class ReadArguments {
  /** A host with fewer flows teaches next to nothing about how a host goes on. */
  private static final int MIN_FLOWS = 20;

  @Parameters(
      paramLabel = "FILE",
      arity = "1..*",
      description = "Flow files of one format, plain, .gz or .zst; - is standard input.")
  private List<String> files;

  @Mixin private InputArguments input;

  @Option(
      names = "--internal",
      paramLabel = "CIDR",
      split = ",",
      converter = Arguments.Block.class,
      description = "Blocks that hold the internal hosts (default: detected).")
  private List<Cidr> internal = List.of();

  @Option(
      names = "--min-flows",
      paramLabel = "N",
      description = "Leave out hosts with fewer flows (default: ${DEFAULT-VALUE}).")
  private int minFlows = MIN_FLOWS;

  List<String> files() {
    return files;
  }

  int minFlows() {
    return minFlows;
  }

  /**
   * The options.
   *
   * @throws IllegalArgumentException if they make no sense
   * @throws UncheckedIOException if the schema file is wrong
   */
  ReadOptions options() {
    if (minFlows < 1) {
      throw new IllegalArgumentException("--min-flows must be at least 1 but is " + minFlows);
    }
    return input.options().withInternal(internal).withMinFlowsPerHost(minFlows);
  }
}
