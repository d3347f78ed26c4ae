package io.stanflow.cli;

import io.stanflow.flow.Cidr;
import io.stanflow.generate.Scenario;
import io.stanflow.generate.ScenarioText;
import io.stanflow.generate.Share;
import io.stanflow.model.Model;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.List;
import picocli.CommandLine.Option;

/** What to generate. */
final class ScenarioArguments {
  @Option(
      names = "--scenario",
      paramLabel = "FILE",
      description =
          "Scenario file (see docs/scenario.md; stanflow scenario drafts one). Other options say"
              + " otherwise.")
  private Path file;

  @Option(
      names = "--hosts",
      paramLabel = "N|all",
      converter = Arguments.Hosts.class,
      description =
          "Internal hosts; all: as many as the model was trained on, each under the profile that"
              + " stands for it (default: 100, or 1 where the model has no addresses).")
  private Integer hosts;

  @Option(
      names = "--start",
      paramLabel = "INSTANT",
      converter = Arguments.Moment.class,
      description =
          "Date or instant, UTC unless it says otherwise; an offset such as +02:00 is that of the"
              + " hosts' day, too (default: 2026-01-05T10:00Z; of stream now).")
  private OffsetDateTime start;

  @Option(
      names = "--duration",
      paramLabel = "SPAN",
      converter = Arguments.Span.class,
      description =
          "30m, 16h, 2d, PT16H (default: as long as --flows need, or 1h; of stream without end).")
  private Duration duration;

  @Option(
      names = "--flows",
      paramLabel = "N",
      description = "Exact number of flows (default: as many as the profiles' volumes give).")
  private Long flows;

  @Option(names = "--seed", paramLabel = "N", description = "Of everything random (default: 1).")
  private Long seed;

  @Option(
      names = "--threads",
      paramLabel = "N",
      description = "Threads that generate (default: all cores).")
  private int threads = Scenario.DEFAULTS.threads();

  @Option(
      names = "--internal",
      paramLabel = "CIDR",
      split = ",",
      converter = Arguments.Block.class,
      description =
          "Blocks of the internal hosts' addresses (default: 10.0.0.0/16, and fd00::/64 for IPv6"
              + " hosts).")
  private List<Cidr> internal;

  @Option(
      names = "--where",
      paramLabel = "COLUMN=WORD[:SHARE]",
      description =
          "Shares of the flows that have words of the label, or of a condition of the model, such"
              + " as label=attack:20%% or label=dos:5%%,scan:2%%, a protocol (protocol=UDP:30%%)"
              + " or a port on either side (port=443:40%%, port=tcp/22); without a share all of"
              + " them.")
  private List<String> where;

  /**
   * The scenario that a file says; what stands in options is not in it yet.
   *
   * @param otherwise what is so unless the file says otherwise
   */
  Scenario base(Scenario otherwise) throws IOException {
    return file == null ? otherwise : ScenarioYaml.read(file, otherwise);
  }

  /**
   * The scenario for this model: where it has no addresses, of one host unless a number is said.
   */
  Scenario fit(Scenario scenario, Model model) {
    boolean series = model.codec().spec().addresses() == null;
    return series && hosts == null && file == null ? scenario.withHosts(1) : scenario;
  }

  /**
   * What of a scenario can be asked of flows that go on from a file's.
   *
   * @throws IllegalArgumentException if the file says it, or the numbers make no sense
   */
  Scenario continued() {
    refuse("--scenario", file);
    refuse("--hosts", hosts);
    refuse("--start", start);
    refuse("--where", where);
    return over(Scenario.DEFAULTS);
  }

  private static void refuse(String option, Object said) {
    if (said != null) {
      throw new IllegalArgumentException(
          option + " makes no sense with --continue, whose file says which hosts, when and what");
    }
  }

  /** Blocks of the internal hosts; empty if none are said. */
  List<Cidr> internal() {
    return internal == null ? List.of() : internal;
  }

  /**
   * The scenario.
   *
   * @throws IllegalArgumentException if the numbers make no sense
   */
  Scenario over(Scenario base) {
    Scenario scenario = base.withThreads(threads);
    if (flows != null && flows < 1) {
      throw new IllegalArgumentException("--flows must be at least 1 but is " + flows);
    }
    scenario = hosts == null ? scenario : scenario.withHosts(hosts);
    scenario =
        start == null
            ? scenario
            : scenario.withStart(start.toInstant()).withZone(start.getOffset());
    if (flows != null) { // as long as they need, unless a file says how long
      scenario = scenario.withFlows(flows).withDuration(file == null ? null : base.duration());
    }
    scenario = duration == null ? scenario : scenario.withDuration(duration);
    scenario = seed == null ? scenario : scenario.withSeed(seed);
    scenario = internal == null ? scenario : scenario.withInternal(internal);
    if (where == null) {
      return scenario;
    }
    List<Share> shares =
        where.stream().flatMap(text -> ScenarioText.shares(text).stream()).toList();
    return scenario.withShares(shares);
  }
}
