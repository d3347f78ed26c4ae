package io.stanflow.io.yaml;

import io.stanflow.io.file.InputException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/** A mapping of a YAML file whose keys are known; every complaint names its line. */
public final class YamlMapping {
  private final String file;
  private final Node node;
  private final Map<String, Node> values = new LinkedHashMap<>();

  /**
   * @param what names the mapping in messages, such as {@code a column}
   * @param keys that it may have; empty for any
   */
  YamlMapping(String file, Node node, String what, Optional<List<String>> keys)
      throws InputException {
    this.file = file;
    this.node = node;
    String remedy =
        keys.map(known -> what + " has the keys " + String.join(", ", known))
            .orElse("write " + what + ": and lines 'key: value' below it");
    if (!(node instanceof MappingNode mapping)) {
      throw wrong(node, what + " is no mapping of keys to values", remedy);
    }
    for (NodeTuple pair : mapping.getValue()) {
      String key = pair.getKeyNode() instanceof ScalarNode scalar ? scalar.getValue() : "?";
      if (keys.isPresent() && !keys.get().contains(key)) {
        throw wrong(pair.getKeyNode(), "no key is named '" + key + "' here", remedy);
      }
      if (values.put(key, pair.getValueNode()) != null) {
        throw wrong(pair.getKeyNode(), "the key " + key + " occurs twice", "keep one of them");
      }
    }
  }

  /** Whether a key is there. */
  public boolean has(String key) {
    return values.containsKey(key);
  }

  /** The keys that there are, in the file's order. */
  public Set<String> keys() {
    return Collections.unmodifiableSet(values.keySet());
  }

  /** Whether a key has a list. */
  public boolean isList(String key) {
    return values.get(key) instanceof SequenceNode;
  }

  /** Whether a key has a mapping. */
  public boolean isMapping(String key) {
    return values.get(key) instanceof MappingNode;
  }

  /** The mapping of a key that is there; what its keys are is the user's choice. */
  public YamlMapping mapping(String key) throws InputException {
    return new YamlMapping(file, values.get(key), key, Optional.empty());
  }

  /**
   * The mappings of a list.
   *
   * @param what each of them is, such as {@code a column}
   * @param keys that they may have
   */
  public List<YamlMapping> mappings(String key, String what, List<String> keys)
      throws InputException {
    var mappings = new ArrayList<YamlMapping>();
    for (Node item : items(key)) {
      mappings.add(new YamlMapping(file, item, what, Optional.of(keys)));
    }
    return mappings;
  }

  /** A value as text, or {@code otherwise} if the key is missing. */
  public String text(String key, String otherwise) throws InputException {
    Node value = values.get(key);
    if (value == null) {
      return otherwise;
    }
    if (!(value instanceof ScalarNode scalar) || scalar.getValue().isEmpty()) {
      throw wrong(value, key + " has no single value", "write " + key + ": and a word");
    }
    return scalar.getValue();
  }

  /** The texts of a list, none if the key is missing. */
  public List<String> texts(String key) throws InputException {
    var texts = new ArrayList<String>();
    if (has(key)) {
      for (Node item : items(key)) {
        if (!(item instanceof ScalarNode scalar)) {
          throw wrong(item, key + " holds more than texts", "write " + key + ": [\"-\", NaN]");
        }
        texts.add(scalar.getValue());
      }
    }
    return texts;
  }

  /** A value as yes or no, or {@code otherwise} if the key is missing. */
  public boolean yes(String key, boolean otherwise) throws InputException {
    String text = text(key, otherwise ? "yes" : "no");
    boolean yes = text.equals("yes") || text.equals("true");
    if (!yes && !text.equals("no") && !text.equals("false")) {
      throw wrong(key, key + " is '" + text + "'", "write yes or no");
    }
    return yes;
  }

  /** The items of a list. */
  private List<Node> items(String key) throws InputException {
    Node value = values.get(key);
    if (!(value instanceof SequenceNode list) || list.getValue().isEmpty()) {
      throw wrong(key, key + " is no list", "write " + key + ": and a line '- ...' for each");
    }
    return list.getValue();
  }

  /** A complaint about the value of a key, or about the mapping where it has none. */
  public InputException wrong(String key, String fact, String remedy) {
    return wrong(values.getOrDefault(key, node), fact, remedy);
  }

  private InputException wrong(Node at, String fact, String remedy) {
    int line = at.getStartMark().map(mark -> mark.getLine() + 1).orElse(1);
    return new InputException(file + ":" + line, fact, remedy);
  }
}
