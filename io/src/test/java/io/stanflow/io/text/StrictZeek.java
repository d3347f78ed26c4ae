package io.stanflow.io.text;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A strict reader of Zeek's tab-separated logs, written from Zeek's documentation of its log format
 * (ASCII writer) and sharing nothing with ours: every header line in its place, every value of its
 * column's type.
 */
final class StrictZeek {
  final List<String> fields;
  final List<String> types;
  final List<Map<String, String>> rows = new ArrayList<>();

  StrictZeek(String text) {
    if (!text.endsWith("\n")) {
      throw new IllegalStateException("the last line does not end");
    }
    String[] lines = text.substring(0, text.length() - 1).split("\n", -1);
    expect(lines[0].equals("#separator \\x09"), lines[0]);
    expect(lines[1].equals("#set_separator\t,"), lines[1]);
    expect(lines[2].equals("#empty_field\t(empty)"), lines[2]);
    expect(lines[3].equals("#unset_field\t-"), lines[3]);
    expect(lines[4].equals("#path\tconn"), lines[4]);
    expect(lines[5].matches("#open\t\\d{4}(-\\d\\d){5}"), lines[5]);
    expect(lines[6].startsWith("#fields\t") && lines[7].startsWith("#types\t"), lines[7]);
    fields = tail(lines[6]);
    types = tail(lines[7]);
    expect(fields.size() == types.size(), "fields and types");
    String last = lines[lines.length - 1];
    expect(last.matches("#close\t\\d{4}(-\\d\\d){5}"), last);
    for (int i = 8; i < lines.length - 1; i++) {
      rows.add(row(lines[i]));
    }
  }

  private static List<String> tail(String line) {
    List<String> cells = List.of(line.split("\t", -1));
    return cells.subList(1, cells.size());
  }

  private Map<String, String> row(String line) {
    String[] cells = line.split("\t", -1);
    expect(cells.length == fields.size(), line);
    var row = new HashMap<String, String>();
    for (int i = 0; i < cells.length; i++) {
      expect(fits(types.get(i), cells[i]), types.get(i) + " " + cells[i]);
      row.put(fields.get(i), cells[i]);
    }
    return row;
  }

  private static boolean fits(String type, String value) {
    if (value.equals("-")) {
      return true;
    }
    return switch (type) {
      case "time" -> value.matches("-?\\d+\\.\\d{6}");
      case "interval" -> value.matches("\\d+\\.\\d{6}");
      case "count" -> value.matches("\\d+");
      case "port" -> value.matches("\\d{1,5}") && Integer.parseInt(value) < 65536;
      case "bool" -> value.matches("[TF]");
      case "addr" -> value.matches("[0-9.]+|[0-9a-f:]+");
      case "enum" -> value.matches("tcp|udp|icmp|unknown_transport");
      case "string", "set[string]" -> !value.isEmpty();
      default -> throw new IllegalStateException("type " + type);
    };
  }

  private static void expect(boolean fact, String what) {
    if (!fact) {
      throw new IllegalStateException("not as Zeek writes it: " + what);
    }
  }
}
