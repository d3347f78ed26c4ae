package io.stanflow.io.mapping;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;

/** The names of a table's columns, as its header line has them. */
public final class HeaderNames {
  private static final String UNNAMED = "Unnamed: ";

  private HeaderNames() {}

  /**
   * Names without blanks around them, each once: a further {@code A} is {@code A.1}, as DuckDB
   * takes no two columns whose names differ by their case alone. A column without a name is {@code
   * Unnamed: 0}, with its index. Both are what pandas makes of them.
   *
   * @param cells of the header line
   */
  public static List<String> of(List<String> cells) {
    var names = new ArrayList<String>();
    var taken = new HashSet<String>();
    for (int i = 0; i < cells.size(); i++) {
      String plain = cells.get(i).isBlank() ? UNNAMED + i : cells.get(i).strip();
      String name = plain;
      for (int further = 1; !taken.add(name.toLowerCase(Locale.ROOT)); further++) {
        name = plain + "." + further;
      }
      names.add(name);
    }
    return names;
  }

  /** Whether a name of {@link #of} stands for none. */
  public static boolean isUnnamed(String name) {
    return name.startsWith(UNNAMED);
  }
}
