package io.stanflow.io.yaml;

import io.stanflow.io.file.InputException;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.Node;

/**
 * A kind of YAML file; JSON is YAML, too.
 *
 * @param draft how to get one, such as {@code draft one: stanflow schema}
 * @param docs where it is described
 */
public record YamlFile(String draft, String docs) {
  /**
   * Reads a file's text.
   *
   * @throws InputException if it is not there, or no text
   */
  public String read(Path path) throws IOException {
    String name = path.toString();
    if (!Files.exists(path)) {
      throw new InputException(name, "no such file", "check the path, or " + draft);
    }
    try {
      return Files.readString(path);
    } catch (CharacterCodingException e) {
      throw new InputException(name, "is not UTF-8 text", "check the path");
    }
  }

  /**
   * The mapping that a text is.
   *
   * @param name of the file, for messages
   * @param what it is, such as {@code a schema}
   * @param keys that it may have
   * @throws InputException naming the line if it is no such YAML
   */
  public YamlMapping parse(String name, String text, String what, List<String> keys)
      throws InputException {
    try {
      var settings = LoadSettings.builder().setLabel(name).build();
      Node document =
          new Compose(settings)
              .composeString(text)
              .orElseThrow(() -> new InputException(name, "is empty", draft));
      return new YamlMapping(name, document, what, Optional.of(keys));
    } catch (MarkedYamlEngineException e) {
      int line = e.getProblemMark().map(mark -> mark.getLine() + 1).orElse(1);
      throw new InputException(
          name + ":" + line, "is no YAML: " + e.getProblem(), "fix the line; see " + docs);
    } catch (YamlEngineException e) {
      String problem = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
      throw new InputException(name, "is no YAML: " + problem, "check the file");
    }
  }
}
