package io.stanflow.model;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/** Edits of a model file's entries, as somebody could make them on purpose. */
final class ModelEdits {
  private static final List<String> NUMBERS =
      List.of(
          "0",
          "-1",
          "1",
          "2",
          "0.5",
          "-0.0",
          "7",
          "255",
          "65536",
          "2147483647",
          "-2147483648",
          "9223372036854775807",
          "-9223372036854775808",
          "1e18",
          "1e300",
          "-1e300",
          "1e400",
          "1e-320",
          "NaN",
          "\"x\"",
          "null",
          "true",
          "[]",
          "{}");

  private static final List<String> TEXTS =
      List.of("", "x", "\u001b[2J", "<script>", "-1", "::1", "internal/9/0/0", "TCP", "a\nb");

  private final JsonObject model;
  private final JsonObject header;
  private final byte[] data;

  /** Where in its model each value stands: the objects and lists that hold something. */
  private final List<JsonElement> holders = new ArrayList<>();

  ModelEdits(Map<String, byte[]> entries) {
    model = parse(new String(entries.get("model.json"), StandardCharsets.UTF_8));
    byte[] weights = entries.get("weights.safetensors");
    int length = (int) ByteBuffer.wrap(weights).order(ByteOrder.LITTLE_ENDIAN).getLong();
    header = parse(new String(weights, 8, length, StandardCharsets.UTF_8));
    data = Arrays.copyOfRange(weights, 8 + length, weights.length);
    collect(model);
  }

  private static JsonObject parse(String text) {
    return JsonParser.parseString(text).getAsJsonObject();
  }

  private void collect(JsonElement part) {
    if (part instanceof JsonObject object && !object.isEmpty()) {
      holders.add(part);
      object.asMap().values().forEach(this::collect);
    } else if (part instanceof JsonArray list && !list.isEmpty()) {
      holders.add(part);
      list.forEach(this::collect);
    }
  }

  /** What an edit gave, and in words where it was. */
  record Edited(Map<String, byte[]> entries, String words) {}

  /** One edit, undone before it returns. */
  Edited next(SplittableRandom random) {
    return random.nextInt(4) == 0 ? tensor(random) : part(random);
  }

  private Edited part(SplittableRandom random) {
    JsonElement holder = holders.get(random.nextInt(holders.size()));
    if (holder instanceof JsonObject object) {
      List<String> names = List.copyOf(object.keySet());
      String name = names.get(random.nextInt(names.size()));
      Map<String, JsonElement> before = new LinkedHashMap<>(object.asMap());
      switch (random.nextInt(8)) {
        case 0 -> object.remove(name);
        case 1 -> object.add(name + "x", object.get(name));
        default -> object.add(name, other(object.get(name), random));
      }
      Edited edited = edited(name + " in " + before.keySet());
      names.forEach(object::remove);
      object.remove(name + "x");
      before.forEach(object::add);
      return edited;
    }
    JsonArray list = holder.getAsJsonArray();
    List<JsonElement> before = List.copyOf(list.asList());
    int at = random.nextInt(before.size());
    switch (random.nextInt(6)) {
      case 0 -> list.remove(at);
      case 1 -> list.add(list.get(at));
      case 2 -> list.asList().clear();
      default -> list.set(at, other(list.get(at), random));
    }
    Edited edited = edited(at + " of " + before.size() + " like " + before.get(0));
    list.asList().clear();
    before.forEach(list::add);
    return edited;
  }

  private static JsonElement other(JsonElement part, SplittableRandom random) {
    if (part instanceof JsonPrimitive text && text.isString() && random.nextInt(3) > 0) {
      return new JsonPrimitive(TEXTS.get(random.nextInt(TEXTS.size())));
    } else if (part instanceof JsonPrimitive flag && flag.isBoolean() && random.nextBoolean()) {
      return new JsonPrimitive(!flag.getAsBoolean());
    } else if (part instanceof JsonPrimitive number && number.isNumber() && random.nextBoolean()) {
      BigDecimal factor = new BigDecimal(random.nextInt(-3, 1000));
      return new JsonPrimitive(number.getAsBigDecimal().multiply(factor));
    }
    String text = NUMBERS.get(random.nextInt(NUMBERS.size()));
    return text.equals("NaN") ? new JsonPrimitive(Double.NaN) : JsonParser.parseString(text);
  }

  private Edited tensor(SplittableRandom random) {
    List<String> names = List.copyOf(header.keySet());
    String name = names.get(random.nextInt(names.size()));
    JsonObject entry = header.getAsJsonObject(name);
    JsonObject before = entry.deepCopy();
    JsonArray range = entry.getAsJsonArray("data_offsets");
    int first = range.get(0).getAsInt();
    byte[] kept = Arrays.copyOfRange(data, first, range.get(1).getAsInt());
    switch (random.nextInt(6)) {
      case 0 -> entry.addProperty("dtype", random.nextBoolean() ? "F32" : "I64");
      case 1 -> entry.add("shape", other(entry.get("shape"), random));
      case 2 -> {
        JsonArray shape = entry.getAsJsonArray("shape");
        shape.set(random.nextInt(shape.size()), other(shape.get(0), random));
      }
      case 3 -> range.set(random.nextInt(2), other(range.get(0), random));
      case 4 -> header.remove(name);
      default -> damage(first, kept.length, random);
    }
    Edited edited = edited("tensor " + name);
    names.forEach(
        each -> {
          JsonElement same = each.equals(name) ? before : header.get(each);
          header.remove(each);
          header.add(each, same);
        });
    System.arraycopy(kept, 0, data, first, kept.length);
    return edited;
  }

  private void damage(int first, int length, SplittableRandom random) {
    boolean all = random.nextBoolean();
    short value = (short) random.nextInt();
    ByteBuffer numbers = ByteBuffer.wrap(data).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < length; i += 2) {
      if (all || random.nextInt(length / 2) == 0) {
        numbers.putShort(first + i, value);
      }
    }
  }

  private Edited edited(String words) {
    byte[] json = header.toString().getBytes(StandardCharsets.UTF_8);
    ByteBuffer weights = ByteBuffer.allocate(8 + json.length + data.length);
    weights.order(ByteOrder.LITTLE_ENDIAN).putLong(json.length).put(json).put(data);
    byte[] text = model.toString().getBytes(StandardCharsets.UTF_8);
    Map<String, byte[]> entries =
        Map.of("model.json", text, "weights.safetensors", weights.array());
    return new Edited(entries, words);
  }
}
