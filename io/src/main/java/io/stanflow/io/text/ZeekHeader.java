package io.stanflow.io.text;

import io.stanflow.io.mapping.Lines;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the first lines of a Zeek log say of it, whose marks can all be set in Zeek. Without such
 * lines it may have one of column names alone, as {@code zeek-cut -m} and pandas leave it.
 *
 * @param mark that such lines begin with; empty for a line of names alone
 * @param separator between columns
 * @param unset stands for a value that is not set
 * @param empty stands for one without characters
 * @param cells names of the columns as they stand there
 */
record ZeekHeader(String mark, String separator, String unset, String empty, List<String> cells) {
  private static final Pattern SEPARATOR = Pattern.compile("(\\W{1,4})separator (\\S+)");
  private static final Pattern BYTE = Pattern.compile("\\\\x([0-9a-fA-F]{2})");
  private static final Pattern SCOPED = Pattern.compile("id(.{0,4})(orig|resp)_([hp])");

  /** The header among the first lines; without cells where there is none. */
  static ZeekHeader of(List<String> head) {
    var header = new ZeekHeader("#", "\t", ZeekColumns.UNSET, ZeekColumns.EMPTY, List.of());
    for (String line : head) {
      String text = line.stripLeading();
      Matcher separator = SEPARATOR.matcher(text.strip());
      if (separator.matches()) {
        header =
            new ZeekHeader(
                separator.group(1),
                unescaped(separator.group(2)),
                header.unset,
                header.empty,
                List.of());
      } else if (header.isFields(text)) {
        return new ZeekHeader(
            header.mark, header.separator, header.unset, header.empty, header.cellsOf(text));
      } else {
        header = header.with(text);
      }
    }
    return bare(head.get(0));
  }

  private static String unescaped(String text) {
    return BYTE.matcher(text)
        .replaceAll(m -> Matcher.quoteReplacement("" + (char) Integer.parseInt(m.group(1), 16)));
  }

  private ZeekHeader with(String line) {
    String unsetMark = mark + "unset_field" + separator;
    String emptyMark = mark + "empty_field" + separator;
    return new ZeekHeader(
        mark,
        separator,
        line.startsWith(unsetMark) ? line.substring(unsetMark.length()) : unset,
        line.startsWith(emptyMark) ? line.substring(emptyMark.length()) : empty,
        cells);
  }

  /** A line of names alone, between tabs or commas. */
  private static ZeekHeader bare(String line) {
    for (char separator : new char[] {'\t', ','}) {
      List<String> cells = Lines.split(line, separator, separator == ',');
      var header =
          new ZeekHeader(
              "",
              String.valueOf(separator),
              ZeekColumns.UNSET,
              ZeekColumns.EMPTY,
              cells == null ? List.of() : cells);
      if (header.fields().containsAll(ZeekColumns.NEEDED) && header.isConnections()) {
        return header;
      }
    }
    return new ZeekHeader("", "\t", ZeekColumns.UNSET, ZeekColumns.EMPTY, List.of());
  }

  /** Whether a line names columns, after the mark for that. */
  boolean isFields(String line) {
    return !mark.isEmpty() && line.startsWith(mark + "fields" + separator);
  }

  /** The names in such a line. */
  List<String> cellsOf(String line) {
    var names = new ArrayList<>(Arrays.asList(line.strip().split(Pattern.quote(separator), -1)));
    names.remove(0);
    return names;
  }

  ZeekHeader withCells(List<String> others) {
    return new ZeekHeader(mark, separator, unset, empty, others);
  }

  /** The columns as Zeek names them unless told otherwise. */
  List<String> fields() {
    var names = new ArrayList<String>();
    for (String cell : cells) {
      Matcher scoped = SCOPED.matcher(cell);
      if (scoped.matches()) {
        names.add("id." + scoped.group(2) + "_" + scoped.group(3));
      } else if (cell.equals("detailed-label")) {
        names.add("detailedlabel");
      } else {
        names.add(cell.isEmpty() ? "unnamed" : cell); // pandas leaves its index without a name
      }
    }
    return names;
  }

  /** Whether some column counts what was sent, as logs of other kinds do not. */
  boolean isConnections() {
    return fields().stream().anyMatch(ZeekColumns.COUNTERS::contains);
  }

  /** Whether everything but the names is as Zeek has it unless told otherwise. */
  boolean isUsual() {
    return mark.equals("#")
        && separator.equals("\t")
        && unset.equals(ZeekColumns.UNSET)
        && empty.equals(ZeekColumns.EMPTY);
  }

  /** Whether the names stand alone in the first line. */
  boolean isBare() {
    return mark.isEmpty();
  }
}
