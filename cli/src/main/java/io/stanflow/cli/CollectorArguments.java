package io.stanflow.cli;

import io.stanflow.flow.Flow;
import io.stanflow.flow.Schema;
import io.stanflow.io.netflow.NetflowVersion;
import io.stanflow.io.replay.Replay;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.PrintWriter;
import java.net.InetSocketAddress;
import java.util.Locale;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Where flows are sent to and how fast; sends them, and says so. */
final class CollectorArguments {
  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  @Option(
      names = "--to",
      paramLabel = "udp://HOST:PORT",
      required = true,
      converter = Collector.Converter.class,
      description = "The collector.")
  private Collector collector;

  @Option(
      names = {"--rate", "--speed"},
      paramLabel = "N",
      converter = Arguments.Speed.class,
      description = "1x, 10x, 0.5x, or max: as fast as the collector takes them (default: 1x).")
  private double speed = 1;

  @Option(names = "--allow-remote", description = "Send to other machines than this one too.")
  private boolean allowRemote;

  /** Flows to send, one after the other. */
  @FunctionalInterface
  interface Flows {
    /** The next one, or null after the last. */
    Flow next() throws IOException;
  }

  /** See {@link Collector#resolve}. */
  InetSocketAddress address() {
    return Arguments.checked(spec, () -> collector.resolve(allowRemote));
  }

  /** What sends flows of this schema to the address; says what is lost of them. */
  Replay replay(Schema schema, NetflowVersion version, InetSocketAddress address)
      throws IOException {
    FormatLosses.of(schema, version.title()).forEach(this::say);
    return new Replay(schema, version, address, speed);
  }

  /**
   * Sends flows in the order of their ends, with their number so far and in the end on standard
   * error; that also where Ctrl-C ends it.
   *
   * @param total flows to come, below 0 where there is no end of them
   */
  void send(long total, Flows flows, Replay replay) throws IOException {
    long begin = System.nanoTime();
    var interrupted = new Thread(() -> report("%nstopped: ".formatted(), replay, begin));
    Runtime.getRuntime().addShutdownHook(interrupted);
    try (var progress = new FlowProgress(spec.name(), total, speed < Replay.MAX_SPEED)) {
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
    double seconds = (System.nanoTime() - begin) / 1e9;
    say(
        before
            + String.format(
                Locale.ROOT,
                "%,d flows in %,d packets sent to %s in %.1f s (%,.0f flows/s)",
                replay.flows(),
                replay.packets(),
                collector,
                seconds,
                replay.flows() / seconds));
  }

  /** Says a line on standard error. */
  void say(String line) {
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
