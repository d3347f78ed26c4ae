package io.stanflow.io.schema;

import io.stanflow.flow.Schema;
import io.stanflow.flow.TableLayout;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the columns of a text table of the user's own are; docs/schema.md describes the file.
 *
 * @param name of the file, for messages
 * @param schema attributes, in the order of their columns
 * @param layout how they stand in the table; decimals are those of the data, not said here
 * @param fields every column of a table without a header line; empty for one with
 * @param host attribute whose address is always the host's, {@link Schema#SOURCE_ADDRESS} or {@link
 *     Schema#DESTINATION_ADDRESS}; empty where the host is the internal side
 * @param texts what the texts of the values are like
 */
public record SchemaFile(
    String name,
    Schema schema,
    TableLayout layout,
    List<String> fields,
    Optional<String> host,
    Texts texts) {
  /**
   * What the texts of the values are like.
   *
   * @param nulls texts that stand for an empty field, in all columns
   * @param decimalComma whether numbers have a comma in place of the point, in all columns
   * @param wrong by column, text that a value which is none of its kind is read as
   */
  public record Texts(List<String> nulls, boolean decimalComma, Map<String, String> wrong) {
    public Texts {
      nulls = List.copyOf(nulls);
      wrong = Map.copyOf(wrong);
    }
  }

  public SchemaFile {
    fields = List.copyOf(fields);
  }

  /**
   * Reads a schema file.
   *
   * @throws io.stanflow.io.file.InputException naming the line that is wrong
   */
  public static SchemaFile read(Path file) throws IOException {
    return SchemaYaml.read(file);
  }

  /**
   * Reads the text of a schema file.
   *
   * @param name of the file, for messages
   * @throws io.stanflow.io.file.InputException naming the line that is wrong
   */
  public static SchemaFile parse(String name, String text) throws IOException {
    return SchemaYaml.parse(name, text);
  }
}
