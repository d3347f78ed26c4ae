package io.stanflow.io.mapping;

import java.util.List;

/** Lines that hold a JSON object each. */
public final class JsonCut {
  private JsonCut() {}

  /**
   * Takes texts out of an object.
   *
   * @param structure of it, as DuckDB's {@code json_transform} takes it
   * @param values SQL for each field, on {@link Layout#PARTS}
   */
  public static Layout.Cut of(String structure, List<String> values) {
    String parts = "try(json_transform(%s, %s))".formatted(Layout.LINE, Sql.literal(structure));
    return new Layout.Cut(parts, values, "a JSON object with fields of the format");
  }
}
