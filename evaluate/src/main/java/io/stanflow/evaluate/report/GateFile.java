package io.stanflow.evaluate.report;

import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import com.google.gson.stream.MalformedJsonException;
import io.stanflow.io.file.InputException;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads a gate's file: an object of paths, each with an object of limits. */
final class GateFile {
  private static final Pattern LINE = Pattern.compile("line (\\d+) column \\d+");
  private static final String REMEDY = "see docs/gate.md for the format";

  private final String file;
  private final JsonReader json;

  private GateFile(String file, JsonReader json) {
    this.file = file;
    this.json = json;
    json.setStrictness(Strictness.STRICT);
  }

  /** Limits by path, in the order of the file. */
  static Map<String, Map<Limit, Double>> read(Path path) throws IOException {
    String file = path.toString();
    try (var json = new JsonReader(Files.newBufferedReader(path))) {
      return new GateFile(file, json).paths();
    } catch (MalformedJsonException | EOFException e) {
      Matcher line = LINE.matcher(String.valueOf(e.getMessage()));
      String where = line.find() ? ":" + line.group(1) : "";
      throw new InputException(file + where, "not JSON", REMEDY);
    } catch (CharacterCodingException e) {
      throw new InputException(file, "not UTF-8", REMEDY);
    }
  }

  private Map<String, Map<Limit, Double>> paths() throws IOException {
    var paths = new LinkedHashMap<String, Map<Limit, Double>>();
    expect(JsonToken.BEGIN_OBJECT, "the file", "an object of paths");
    json.beginObject();
    while (json.hasNext()) {
      String path = json.nextName();
      if (paths.put(path, limits(path)) != null) {
        throw wrong(path + " is there twice");
      }
    }
    json.endObject();
    expect(JsonToken.END_DOCUMENT, "the file", "one object");
    if (paths.isEmpty()) {
      throw wrong("it has no limits");
    }
    return paths;
  }

  private Map<Limit, Double> limits(String path) throws IOException {
    var limits = new EnumMap<Limit, Double>(Limit.class);
    expect(JsonToken.BEGIN_OBJECT, path, "an object of limits such as {\"max\": 0.06}");
    json.beginObject();
    while (json.hasNext()) {
      String key = json.nextName();
      Limit limit = Limit.of(key);
      if (limit == null) {
        throw wrong("%s has no limit of the name %s".formatted(path, key));
      }
      expect(JsonToken.NUMBER, path + " " + key, "a number");
      if (limits.put(limit, json.nextDouble()) != null) {
        throw wrong("%s has %s twice".formatted(path, key));
      }
    }
    json.endObject();
    if (limits.isEmpty()) {
      throw wrong(path + " has no limits");
    }
    return limits;
  }

  private void expect(JsonToken token, String what, String kind) throws IOException {
    if (json.peek() != token) {
      throw wrong(what + " is not " + kind);
    }
  }

  private InputException wrong(String fact) {
    return new InputException(file, fact, REMEDY);
  }
}
