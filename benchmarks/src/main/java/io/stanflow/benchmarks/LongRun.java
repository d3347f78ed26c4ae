package io.stanflow.benchmarks;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;

/**
 * One long run in a small heap, its .csv counted and dropped: whether a flow costs the same at its
 * end as at its beginning, and memory stays as it is.
 */
final class LongRun {
  static final long FLOWS = 100_000_000;

  private static final int PARTS = 10;
  private static final String OPTIONS = "-Xmx512m";
  private static final String HOSTS = "140";

  private final Process process;
  private final long flows;
  private Sample last = new Sample(0, System.nanoTime(), Duration.ZERO, 0);
  private int part;

  /**
   * @param cpu of the process until then
   * @param mebibytes most that has been resident until then; 0 where there is no /proc
   */
  private record Sample(long flows, long nanos, Duration cpu, long mebibytes) {}

  private LongRun(Process process, long flows) {
    this.process = process;
    this.flows = flows;
  }

  /** Prints a row for each tenth of the run, at its end, and one for all. */
  static void print(long flows) throws IOException {
    Launcher.build();
    System.out.printf(
        "%nSTANFLOW_JAVA_OPTS=%s ./stanflow generate --hosts %s --flows %d -o -%n",
        OPTIONS, HOSTS, flows);
    System.out.printf(
        "%-6s %14s %10s %10s %10s %12s%n",
        "tenth", "flows", "seconds", "flows/s", "CPU s", "MiB at most");
    Process process = Launcher.generate(OPTIONS, "--hosts", HOSTS, "--flows", "" + flows);
    var run = new LongRun(process, flows);
    Sample begin = run.last;
    run.read();
    Launcher.end(process);
    row("all", begin, run.last);
  }

  private void read() throws IOException {
    byte[] buffer = new byte[1 << 16];
    long lines = 0;
    try (InputStream in = process.getInputStream()) {
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        for (int i = 0; i < n; i++) {
          lines += buffer[i] == '\n' ? 1 : 0;
        }
        note(lines - 1); // without the header
      }
    }
    if (lines - 1 != flows) {
      throw new IOException((lines - 1) + " flows came, not " + flows);
    }
  }

  /** Prints a row where another tenth is done. */
  private void note(long done) throws IOException {
    while (part < PARTS && done >= flows * (part + 1) / PARTS) {
      part++;
      Sample now = sample(done);
      row("" + part, last, now);
      last = now;
    }
  }

  private Sample sample(long done) throws IOException {
    Duration cpu = process.info().totalCpuDuration().orElse(last.cpu); // none once it has ended
    return new Sample(done, System.nanoTime(), cpu, Math.max(last.mebibytes, peak()));
  }

  /** The most of the process's memory that has been resident, MiB. */
  private long peak() throws IOException {
    try {
      for (String line : Files.readAllLines(Path.of("/proc/" + process.pid() + "/status"))) {
        if (line.startsWith("VmHWM:")) {
          return Long.parseLong(line.replaceAll("[^0-9]", "")) / 1024;
        }
      }
      return 0;
    } catch (NoSuchFileException e) { // it has ended
      return 0;
    }
  }

  private static void row(String name, Sample from, Sample to) {
    double seconds = (to.nanos - from.nanos) / 1e9;
    System.out.printf(
        Locale.ROOT,
        "%-6s %,14d %10.1f %,10.0f %10.1f %12d%n",
        name,
        to.flows,
        seconds,
        (to.flows - from.flows) / seconds,
        to.cpu.minus(from.cpu).toMillis() / 1e3,
        to.mebibytes);
  }
}
