package io.stanflow.cli;

import io.stanflow.evaluate.Progress;
import java.io.PrintWriter;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/** Notes as lines; the step, and a bar of steps with the time left, on a terminal only. */
final class EvaluateProgress implements Progress, AutoCloseable {
  private final PrintWriter err;
  private ProgressBar bar; // null off a terminal and before the first step

  EvaluateProgress(PrintWriter err) {
    this.err = err;
  }

  @Override
  public void note(String line) {
    err.println(line);
    err.flush();
  }

  @Override
  public void step(String what, int done, int steps) {
    if (!Terminal.watched()) {
      return;
    }
    if (bar == null) {
      bar =
          new ProgressBarBuilder()
              .setTaskName("evaluate")
              .setInitialMax(steps)
              .setUnit(" steps", 1)
              .setStyle(ProgressBarStyle.ASCII)
              .setUpdateIntervalMillis(200)
              .setConsumer(new ConsoleProgressBarConsumer(System.err, Terminal.columns() - 1))
              .build();
    }
    bar.setExtraMessage(" " + what);
    bar.stepTo(done);
  }

  @Override
  public void close() {
    if (bar != null) {
      bar.stepTo(bar.getMax());
      bar.close();
    }
  }
}
