package io.stanflow.evaluate.report;

import java.util.ArrayList;
import java.util.List;

/** Which colour of the style sheet a file has everywhere in the page. */
final class FileColours {
  private static final int SYNTHETIC = 6; // as many as the style sheet has
  private static final int BASELINES = 3;

  private FileColours() {}

  /** Names of colours, in the order of the files. */
  static List<String> of(List<Column> columns) {
    var colours = new ArrayList<String>();
    int synthetic = 0;
    int baselines = 0;
    for (Column column : columns) {
      colours.add(
          switch (column.role()) {
            case REAL -> "real";
            case SAME_HOSTS_LATER -> "later";
            case OTHER_HOSTS -> "other";
            case SYNTHETIC -> "s" + (synthetic++ % SYNTHETIC + 1);
            case BASELINE -> "b" + (baselines++ % BASELINES + 1);
          });
    }
    return colours;
  }

  /** A file's role in words. */
  static String role(Column column) {
    return switch (column.role()) {
      case REAL -> "real, learned from";
      case SAME_HOSTS_LATER -> "real, same hosts later";
      case OTHER_HOSTS -> "real, other hosts";
      case SYNTHETIC -> "synthetic";
      case BASELINE -> "baseline";
    };
  }
}
