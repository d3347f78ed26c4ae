package io.stanflow.cli;

import java.time.temporal.ChronoUnit;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/** A bar with flows, rate and time left on a terminal; nothing elsewhere. */
final class FlowProgress implements AutoCloseable {
  /** Flows between two steps of the bar, which takes a lock for each. */
  private static final long STEP = 512;

  private final ProgressBar bar;
  private final long step;
  private long done;

  /**
   * @param task before the bar
   * @param total flows to come
   */
  FlowProgress(String task, long total) {
    this(task, total, false);
  }

  /**
   * Likewise.
   *
   * @param total below 0 where there is no end of them
   * @param slow whether each flow counts at once, since they come one by one
   */
  FlowProgress(String task, long total, boolean slow) {
    step = slow ? 1 : STEP;
    bar = Terminal.watched() ? bar(task, total) : null;
  }

  private static ProgressBar bar(String task, long total) {
    return new ProgressBarBuilder()
        .setTaskName(task)
        .setInitialMax(total)
        .setUnit(" flows", 1)
        .setStyle(ProgressBarStyle.ASCII)
        .setUpdateIntervalMillis(200)
        .showSpeed()
        .setSpeedUnit(ChronoUnit.SECONDS)
        .setConsumer(new ConsoleProgressBarConsumer(System.err, Terminal.columns() - 1))
        .build();
  }

  /** Counts one flow. */
  void step() {
    done++;
    if (bar != null && done % step == 0) {
      bar.stepTo(done);
    }
  }

  @Override
  public void close() {
    if (bar != null) {
      bar.stepTo(done);
      bar.close();
    }
  }
}
