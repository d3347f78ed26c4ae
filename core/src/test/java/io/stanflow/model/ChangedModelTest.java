package io.stanflow.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.stanflow.model.ModelException.Kind;
import io.stanflow.testing.Ar1Table;
import io.stanflow.testing.SimulatedTraffic;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Somebody changes a model file on purpose, its digest too. */
class ChangedModelTest {
  @TempDir Path folder;

  /**
   * Collects paths from the root, of names and indexes; of entries of a list the first of a sort.
   */
  private static void paths(
      JsonElement part, List<Object> path, Set<String> sorts, List<List<Object>> all) {
    if (sorts.add(path.toString().replaceAll("\\d+", "i"))) {
      all.add(List.copyOf(path));
    }
    if (part instanceof JsonObject object) {
      object.keySet().forEach(name -> step(object.get(name), name, path, sorts, all));
    } else if (part instanceof JsonArray list) {
      for (int i = 0; i < list.size(); i++) {
        step(list.get(i), i, path, sorts, all);
      }
    }
  }

  private static void step(
      JsonElement part, Object name, List<Object> path, Set<String> sorts, List<List<Object>> all) {
    List<Object> longer = new ArrayList<>(path);
    longer.add(name);
    paths(part, longer, sorts, all);
  }

  /** The text with one part put in place of another; {@code gone} leaves it out. */
  private static String with(String json, List<Object> path, String value) {
    JsonElement root = JsonParser.parseString(json);
    JsonElement at = root;
    for (Object name : path.subList(0, path.size() - 1)) {
      at =
          at instanceof JsonObject object
              ? object.get((String) name)
              : at.getAsJsonArray().get((int) name);
    }
    Object last = path.get(path.size() - 1);
    boolean gone = value.equals("gone");
    JsonElement other = gone ? null : JsonParser.parseString(value);
    if (at instanceof JsonObject object) {
      object.remove((String) last);
      if (!gone) {
        object.add((String) last, other);
      }
    } else if (gone) {
      at.getAsJsonArray().remove((int) last);
    } else {
      at.getAsJsonArray().set((int) last, other);
    }
    return root.toString();
  }

  @ParameterizedTest
  @ValueSource(strings = {"gone", "null", "-1", "0", "70000", "1e300", "\"x\"", "[]", "[1]", "{}"})
  void isReadOrCorruptAndNothingElse(String value) throws IOException {
    for (Model model :
        List.of(
            Models.random(SimulatedTraffic.table(9, 80, true, 1), 3, 1),
            Models.random(new Ar1Table(300, 0.5, 0.5, 1), 1, 1))) {
      Path file = folder.resolve("model");
      ModelFile.write(file, model);
      Map<String, byte[]> entries = new LinkedHashMap<>(Archive.read(file));
      String json = new String(entries.get("model.json"), StandardCharsets.UTF_8);
      List<List<Object>> parts = new ArrayList<>();
      paths(JsonParser.parseString(json), List.of(), new HashSet<>(), parts);
      int corrupt = 0;
      for (List<Object> part : parts.subList(1, parts.size())) {
        entries.put("model.json", with(json, part, value).getBytes(StandardCharsets.UTF_8));
        Throwable thrown = catchThrowable(() -> ModelFile.read(entries, "changed"));
        if (thrown != null) {
          assertThat(thrown).as("%s", part).isInstanceOf(ModelException.class);
          boolean version = part.equals(List.of("version")); // then it may be too old or new
          boolean isCorrupt = ((ModelException) thrown).kind() == Kind.CORRUPT;
          assertThat(version || isCorrupt).as("%s: %s", part, thrown).isTrue();
          corrupt++;
        }
      }
      assertThat(corrupt).as("of %d", parts.size()).isGreaterThan(30);
    }
  }
}
