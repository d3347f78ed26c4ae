package io.stanflow.cli;

import io.stanflow.io.FlowFiles;
import io.stanflow.io.load.ReadOptions;
import io.stanflow.io.netflow.NetflowVersion;
import io.stanflow.io.replay.Replay;
import io.stanflow.io.series.FlowRows;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Plays flows to a collector. */
@Command(
    name = "replay",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    description = {
      "Sends flows to a collector as NetFlow or IPFIX, at their own pace or faster.",
      "Flows go out in the order of their ends, with their own times."
    })
final class ReplayCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Mixin private FileArguments input;

  @Mixin private CollectorArguments collector;

  @Option(
      names = "--protocol",
      paramLabel = "NAME",
      required = true,
      converter = Arguments.Protocol.class,
      description = "v5, v9 or ipfix.")
  private NetflowVersion version;

  @Override
  public Integer call() throws IOException {
    InetSocketAddress address = collector.address();
    ReadOptions options = Arguments.checked(spec, input::options);
    try (FlowRows flows = FlowFiles.inTime(input.files(), options);
        Replay replay = collector.replay(flows.schema(), version, address)) {
      flows.notes().forEach(collector::say);
      if (flows.malformed() > 0) {
        collector.say("malformed dropped: %,d".formatted(flows.malformed()));
      }
      collector.send(flows.size(), flows::next, replay);
    }
    return 0;
  }
}
