package io.stanflow.cli;

import io.stanflow.codec.Sequence;
import io.stanflow.fit.Coarsened;
import io.stanflow.fit.TrainingData;
import io.stanflow.io.series.DuckTable;
import io.stanflow.train.BitsPerFlow;
import io.stanflow.train.EpochReport;
import io.stanflow.train.TrainMonitor;
import io.stanflow.train.TrainStep;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.stream.DoubleStream;

/** Tells of the course of training, a line for each epoch; on a terminal also inside an epoch. */
final class TrainLog implements TrainMonitor {
  private static final String ERASE_LINE = "\r\033[K";
  private static final long SHOW_NANOS = 200_000_000;

  private final PrintWriter err;
  private final DoubleStream.Builder heldOut = DoubleStream.builder(); // bits, of each epoch
  private boolean headed;
  private double speed;
  private long shownNanos = Long.MIN_VALUE / 2;

  TrainLog(PrintWriter err) {
    this.err = err;
  }

  /** Says what was read. */
  void read(DuckTable table, double seconds) {
    say("%,d flows of %,d hosts read in %.1f s", table.size(), table.hosts(), seconds);
    if (!table.internal().isEmpty()) {
      say("%s", table.internalNote());
    }
    if (!table.unread().isEmpty()) {
      say(
          "columns that the schema does not name, so synthetic files will not have them: %s",
          String.join(", ", table.unread()));
    }
    if (table.malformed() > 0) {
      say("malformed lines dropped: %,d", table.malformed());
    }
    table.notes().forEach(note -> say("%s", note));
  }

  /**
   * Says what the model will not hold, and how the data were split.
   *
   * @param k hosts that must share a value
   */
  void fitted(TrainingData data, int k) {
    err.print(Terminal.watched() ? ERASE_LINE : "");
    if (!data.coarsened().isEmpty()) {
      say("not held, as fewer than %d hosts share them:", k);
      say("  %-16s %-34s %9s %11s  %s", "of", "what", "values", "flows", "became");
    }
    for (Coarsened each : data.coarsened()) {
      String flows = each.flows() == 0 ? "" : String.format(Locale.ROOT, "%,d", each.flows());
      say(
          "  %-16s %-34s %,9d %11s  %s",
          each.attribute(), each.what(), each.values(), flows, each.became());
    }
    long rows = data.heldOut().stream().mapToLong(Sequence::rows).sum();
    if (rows > 0) {
      say(
          !data.heldOutHosts().isEmpty()
              ? "held out: %,d flows, all those of %,d hosts; bits per flow:"
              : "held out: %,d flows, the ends of all series; bits per flow:",
          rows,
          data.heldOutHosts().size());
    }
  }

  /** Shows on a terminal what takes a while before the first epoch. */
  void fitting() {
    show("fitting codec and profiles");
  }

  @Override
  public void step(TrainStep step) {
    speed = step.flowsPerSecond();
    show(
        "epoch %d, %.0f %%, %s left: %,d of %,d flows, %,.0f/s, %.2f bits",
        step.epoch(),
        100 * Math.min(1, step.progress()),
        Double.isInfinite(step.secondsLeft()) ? "?" : span(step.secondsLeft()),
        step.rows(),
        step.ofRows(),
        step.flowsPerSecond(),
        step.bits());
  }

  @Override
  public void measuring(long rows, long ofRows) {
    show("measuring on held-out flows: %,d of %,d", rows, ofRows);
  }

  /** Shows a line in place of the last one, on a terminal, and not too often. */
  private void show(String format, Object... values) {
    long now = System.nanoTime();
    if (Terminal.watched() && now - shownNanos > SHOW_NANOS) {
      shownNanos = now;
      String line = String.format(Locale.ROOT, format, values);
      err.print(ERASE_LINE + line.substring(0, Math.min(line.length(), Terminal.columns() - 1)));
      err.flush();
    }
  }

  @Override
  public void epoch(EpochReport report) {
    if (!headed) {
      headed = true;
      row("epoch", "train", "held-out (classes)", "blended (classes)", "flows/s", "time", "");
    }
    row(
        Integer.toString(report.epoch()),
        number("%.3f", report.trainingBits()),
        bits(report.heldOut()),
        bits(report.heldOutBlended()),
        number("%,.0f", speed),
        span(report.seconds()),
        report.best() ? "best so far" : "");
    if (report.heldOut() != null) {
      heldOut.add(report.heldOut().exact());
    }
  }

  /** Draws the course of the held-out flows' bits, where somebody watches. */
  void curve() {
    double[] bits = heldOut.build().toArray();
    if (bits.length > 1 && Terminal.watched() && Sparkline.isShown()) {
      double least = DoubleStream.of(bits).min().orElseThrow();
      say(
          "held-out bits per flow, %.3f to %.3f: %s",
          bits[0], bits[bits.length - 1], Sparkline.of(least, bits));
    }
  }

  private void row(String... cells) {
    err.print(Terminal.watched() ? ERASE_LINE : "");
    err.printf(Locale.ROOT, "%5s  %7s  %18s  %18s  %9s  %8s  %s%n", (Object[]) cells);
    err.flush();
  }

  private static String bits(BitsPerFlow bits) {
    return bits == null
        ? "-"
        : String.format(Locale.ROOT, "%.3f (%.3f)", bits.exact(), bits.classes());
  }

  private static String number(String format, double value) {
    return String.format(Locale.ROOT, format, value);
  }

  /** Hours, minutes and seconds, as in 1h02m03s. */
  static String span(double seconds) {
    long whole = Math.round(seconds);
    return whole < 60
        ? number("%.1fs", seconds)
        : whole < 3600
            ? String.format(Locale.ROOT, "%dm%02ds", whole / 60, whole % 60)
            : String.format(
                Locale.ROOT, "%dh%02dm%02ds", whole / 3600, whole / 60 % 60, whole % 60);
  }

  /** Prints one line. */
  void say(String format, Object... values) {
    err.println(String.format(Locale.ROOT, format, values));
    err.flush();
  }
}
