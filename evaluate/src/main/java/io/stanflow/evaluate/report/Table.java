package io.stanflow.evaluate.report;

import java.util.List;
import java.util.Set;

/**
 * Figures in rows, to be written as Markdown or HTML.
 *
 * @param note what a reader must know to read it, or empty
 * @param head names of the columns; the first is that of the labels, mostly empty
 */
record Table(String title, String note, List<String> head, List<Row> rows) {

  /**
   * A line of a table.
   *
   * @param cells as many as the head has, but the first
   * @param far cells that are further than every yardstick, by index
   */
  record Row(String label, List<String> cells, Set<Integer> far) {
    Row(String label, List<String> cells) {
      this(label, cells, Set.of());
    }
  }
}
