package io.stanflow.cli;

import io.stanflow.flow.Cidr;
import io.stanflow.io.load.ReadOptions;
import java.util.List;
import picocli.CommandLine.Option;

/** Which flows to train on, and how to read them. */
final class ReadArguments extends FileArguments {
  /** A host with fewer flows teaches next to nothing about how a host goes on. */
  private static final int MIN_FLOWS = 20;

  /** More teach hardly more, as a model has 256 profiles at most, and each asks for memory. */
  private static final int MOST_HOSTS = 4096;

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

  @Option(
      names = "--most-hosts",
      paramLabel = "N",
      description =
          "Learn from a sample of so many hosts where there are more, evenly over hosts by their"
              + " flows (default: ${DEFAULT-VALUE}).")
  private int mostHosts = MOST_HOSTS;

  @Override
  ReadOptions options() {
    if (minFlows < 1) {
      throw new IllegalArgumentException("--min-flows must be at least 1 but is " + minFlows);
    }
    if (mostHosts < 1) {
      throw new IllegalArgumentException("--most-hosts must be at least 1 but is " + mostHosts);
    }
    return super.options()
        .withInternal(internal)
        .withMinFlowsPerHost(minFlows)
        .withMostHosts(mostHosts);
  }
}
