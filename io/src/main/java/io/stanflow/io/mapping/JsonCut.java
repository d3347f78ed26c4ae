package io.stanflow.io.mapping;

import java.util.List;

/** Lines that hold a JSON object each. */
public final class JsonCut {
  private JsonCut() {}

  /**
   * Takes texts out of an object.
   *
   * @param structure of it, as DuckDB's {@code json_transform} takes it
   * @param values SQL for each field, on {@link FileMapping#PARTS}
   */
  public static FileMapping.Cut of(String structure, List<String> values) {
    String parts =
        "try(json_transform(%s, %s))".formatted(FileMapping.LINE, Sql.literal(structure));
    return new FileMapping.Cut(parts, values, "a JSON object with fields of the format");
  }
}
