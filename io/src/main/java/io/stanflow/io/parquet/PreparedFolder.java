package io.stanflow.io.parquet;

import com.google.gson.Gson;
import io.stanflow.flow.PreparedFlows;
import io.stanflow.io.file.InputException;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A folder of prepared flows.
 *
 * @param name as the user named it
 * @param says what its {@link PreparedFlows#FILE} has
 */
public record PreparedFolder(String name, PreparedFlows says) {
  /**
   * The folder, where that is what is named.
   *
   * @throws InputException if it is named among others, or a part is missing or of another length
   */
  public static Optional<PreparedFolder> of(List<String> names) throws IOException {
    for (String name : names) {
      var folder = new File(name); // a Path would refuse some names, which others will explain
      if (new File(folder, PreparedFlows.FILE).isFile()) {
        if (names.size() > 1) {
          throw new InputException(name, "is a folder of prepared flows", "name no other file");
        }
        return Optional.of(read(name));
      }
      String[] parts = folder.list((in, file) -> file.startsWith("part-"));
      if (parts != null && parts.length > 0) {
        throw new InputException(
            name,
            "is a folder of part files without " + PreparedFlows.FILE + ", the last to be written",
            "prepare it again, or name the files in it");
      }
    }
    return Optional.empty();
  }

  private static PreparedFolder read(String name) throws IOException {
    Path file = Path.of(name, PreparedFlows.FILE);
    PreparedFlows says;
    try {
      says = new Gson().fromJson(Files.readString(file), PreparedFlows.class);
    } catch (RuntimeException e) { // also what the record throws, which Gson wraps
      throw new InputException(
          file.toString(), "is damaged or of another version", "copy it again, or prepare again");
    }
    if (says == null) {
      throw new InputException(file.toString(), "is empty", "copy it again");
    }
    var folder = new PreparedFolder(name, says);
    for (PreparedFlows.Part part : says.parts()) {
      folder.check(part);
    }
    return folder;
  }

  private void check(PreparedFlows.Part part) throws IOException {
    Path file = Path.of(name, part.name());
    if (!Files.isRegularFile(file)) {
      throw new InputException(name, "lacks " + part.name(), "copy the whole folder again");
    }
    if (Files.size(file) != part.bytes()) {
      throw new InputException(
          file.toString(),
          "has %,d bytes, but %s says %,d"
              .formatted(Files.size(file), PreparedFlows.FILE, part.bytes()),
          "copy it again");
    }
  }

  /** The files of the parts, as names to read. */
  public List<String> parts() {
    return says.parts().stream().map(part -> Path.of(name, part.name()).toString()).toList();
  }
}
