package io.stanflow.cli;

import io.stanflow.flow.Flow;
import io.stanflow.generate.Generation;
import io.stanflow.generate.Scenario;
import io.stanflow.generate.StanflowModel;
import io.stanflow.io.netflow.NetflowVersion;
import io.stanflow.io.replay.EndOrder;
import io.stanflow.io.replay.Replay;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Iterator;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Sends synthetic flows to a collector while they are generated. */
@Command(
    name = "stream",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    description = {
      "Sends synthetic flows to a collector as NetFlow or IPFIX while they are generated.",
      "They begin now and go on until Ctrl-C, unless --start, --duration or --flows say otherwise."
    })
final class StreamCommand implements Callable<Integer> {
  private static final Duration HOUR = Duration.ofHours(1);

  @Spec private CommandSpec spec;
  @Mixin private CollectorArguments collector;
  @Mixin private ModelArguments model;
  @Mixin private ScenarioArguments arguments;

  @Option(
      names = "--protocol",
      paramLabel = "NAME",
      converter = Arguments.Protocol.class,
      description = "v5, v9 or ipfix (default: v9).")
  private NetflowVersion version = NetflowVersion.V9;

  @Override
  public Integer call() throws IOException {
    InetSocketAddress address = collector.address();
    StanflowModel loaded = StanflowModel.load(model.path());
    if (loaded.model().codec().spec().clockUnit() == 0) {
      throw new ParameterException(
          spec.commandLine(), "the model's flows have no times to be sent at; use generate");
    }
    long clock = System.nanoTime();
    Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
    Scenario base = arguments.base(Scenario.DEFAULTS.withStart(now).withDuration(null));
    Scenario said = Arguments.checked(spec, () -> arguments.over(base));
    Scenario scenario = arguments.fit(said, loaded.model());
    try (Replay replay = collector.replay(loaded.model().codec().schema(), version, address)) {
      replay.begin(ChronoUnit.MICROS.between(Instant.EPOCH, scenario.start()), clock);
      send(loaded, scenario, replay);
    }
    return Failures.DONE;
  }

  private void send(StanflowModel loaded, Scenario scenario, Replay replay) throws IOException {
    if (scenario.duration() != null || scenario.flows() > 0) {
      try (Generation flows = Arguments.checked(spec, () -> loaded.start(scenario))) {
        send(flows.flows(), flows, scenario, replay);
      }
      return;
    }
    try (EndlessFlows flows = Arguments.checked(spec, () -> endless(loaded, scenario))) {
      send(-1, flows, scenario, replay);
    }
  }

  private static EndlessFlows endless(StanflowModel loaded, Scenario scenario) {
    boolean all = scenario.hosts() == 0;
    int hosts = all ? loaded.plan(scenario.withDuration(HOUR)).hosts() : scenario.hosts();
    return new EndlessFlows(loaded, scenario.withDuration(EndlessFlows.span(hosts)));
  }

  private void send(long total, Iterator<Flow> flows, Scenario scenario, Replay replay)
      throws IOException {
    collector.say("from %s on, seed %d".formatted(scenario.start(), scenario.seed()));
    var ordered = new EndOrder(flows);
    collector.send(total, () -> ordered.hasNext() ? ordered.next() : null, replay);
  }
}
