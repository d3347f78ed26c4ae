package io.stanflow.evaluate.report;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Finds a figure by its path: names joined by dots. Names may have dots themselves. In a list, a
 * name picks the entries that have it as a text, {@code name=number} those that have this number,
 * until one is left.
 */
final class FigurePath {
  private FigurePath() {}

  /** What is at a path: {@link JsonNull} if it or what it is part of is null; null if no such. */
  static JsonElement find(JsonElement node, String path) {
    if (node.isJsonNull() || path.isEmpty()) {
      return node;
    } else if (node.isJsonObject()) {
      return step(node.getAsJsonObject().asMap(), path);
    } else if (node.isJsonArray()) {
      JsonArray list = node.getAsJsonArray();
      JsonElement found = list.size() == 1 ? find(list.get(0), path) : null;
      return found == null ? step(choices(list), path) : found;
    }
    return null;
  }

  /** Tries every name that the path may begin with. */
  private static JsonElement step(Map<String, ? extends JsonElement> names, String path) {
    for (var name : names.entrySet()) {
      JsonElement found = null;
      if (path.equals(name.getKey())) {
        found = name.getValue();
      } else if (path.startsWith(name.getKey() + ".")) {
        found = find(name.getValue(), path.substring(name.getKey().length() + 1));
      }
      if (found != null) {
        return found;
      }
    }
    return null;
  }

  /** The entries of a list by each text or number in them. */
  private static Map<String, JsonArray> choices(JsonArray list) {
    var choices = new LinkedHashMap<String, JsonArray>();
    for (JsonElement entry : list) {
      if (entry.isJsonObject()) {
        JsonObject parts = entry.getAsJsonObject();
        for (String name : parts.keySet()) {
          String choice = choice(name, parts.get(name));
          if (choice != null) {
            choices.computeIfAbsent(choice, key -> new JsonArray()).add(entry);
          }
        }
      }
    }
    return choices;
  }

  private static String choice(String name, JsonElement part) {
    if (!part.isJsonPrimitive()) {
      return null;
    } else if (!part.getAsJsonPrimitive().isNumber()) {
      return part.getAsString();
    }
    double number = part.getAsDouble();
    return Double.isFinite(number)
        ? name + "=" + new BigDecimal(part.getAsString()).stripTrailingZeros().toPlainString()
        : null;
  }
}
