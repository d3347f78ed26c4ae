package io.stanflow.cli;

import io.stanflow.flow.Flow;
import io.stanflow.io.FlowFiles;
import io.stanflow.io.load.ReadOptions;
import io.stanflow.io.netflow.NetflowVersion;
import io.stanflow.io.replay.Replay;
import io.stanflow.io.series.FlowRows;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.PrintWriter;
import java.net.InetSocketAddress;
import java.util.Locale;
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

  @Option(
      names = "--to",
      paramLabel = "udp://HOST:PORT",
      required = true,
      converter = Collector.Converter.class,
      description = "The collector.")
  private Collector collector;

  @Option(
      names = "--protocol",
      paramLabel = "NAME",
      required = true,
      converter = Arguments.Protocol.class,
      description = "v5, v9 or ipfix.")
  private NetflowVersion version;

  @Option(
      names = "--speed",
      paramLabel = "N",
      converter = Arguments.Speed.class,
      description = "1x, 10x, 0.5x, or max: as fast as the collector takes them (default: 1x).")
  private double speed = 1;

  @Option(names = "--allow-remote", description = "Send to other machines than this one too.")
  private boolean allowRemote;

  @Override
  public Integer call() throws IOException {
    InetSocketAddress address = Arguments.checked(spec, () -> collector.resolve(allowRemote));
    ReadOptions options = Arguments.checked(spec, input::options);
    try (FlowRows flows = FlowFiles.inTime(input.files(), options);
        var replay = new Replay(flows.schema(), version, address, speed)) {
      flows.notes().forEach(this::say);
      if (flows.malformed() > 0) {
        say("malformed dropped: %,d".formatted(flows.malformed()));
      }
      FormatLosses.of(flows.schema(), version.title()).forEach(this::say);
      send(flows, replay);
    }
    return 0;
  }

  private void send(FlowRows flows, Replay replay) throws IOException {
    long begin = System.nanoTime();
    var interrupted = new Thread(() -> report("%nstopped: ".formatted(), replay, begin));
    Runtime.getRuntime().addShutdownHook(interrupted);
    try (var progress = new FlowProgress("replay", flows.size())) {
      for (Flow flow; (flow = flows.next()) != null; ) {
        replay.send(flow);
        progress.step();
      }
      replay.finish();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while sending");
    } finally {
      forget(interrupted);
    }
    replay.notes().forEach(this::say);
    report("", replay, begin);
  }

  private void report(String before, Replay replay, long begin) {
    say(
        before
            + String.format(
                Locale.ROOT,
                "%,d flows in %,d packets sent to %s in %.1f s",
                replay.flows(),
                replay.packets(),
                collector,
                (System.nanoTime() - begin) / 1e9));
  }

  private void say(String line) {
    PrintWriter err = spec.commandLine().getErr();
    err.println(line);
    err.flush();
  }

  private static void forget(Thread hook) {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // the JVM is going down: the hook is what it runs
    }
  }
}
