package io.stanflow.model;

import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import io.stanflow.flow.Range;
import java.io.IOException;
import java.io.Reader;
import java.lang.reflect.Array;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Makes records of JSON as it is read, no deeper than the records are. Refuses, with the place,
 * what is not as the record has it: an entry that is missing, given twice or not known, a value of
 * another kind, a number outside its {@link Range}, and what the record's constructor refuses. A
 * number or flag that is missing is 0 or false, as in files from before it.
 */
final class RecordReader {
  /** Components that a model file may lack. */
  private static final Set<String> OPTIONAL =
      Set.of(
          "ModelFile.Header.words",
          "ModelFile.Header.table",
          "CodecSpec.gap",
          "CodecSpec.addresses",
          "CodecSpec.localPort",
          "CodecSpec.peerPort",
          "CodecSpec.exclusions",
          "CodecSpec.services",
          "CodecSpec.sweeps",
          "CodecSpec.internal",
          "CodecSpec.ties",
          "CodecSpec.order",
          "CodecSpec.shared",
          "CodecSpec.AttributeSpec.edge",
          "StepSpec.attribute",
          "QuantitySpec.bounds",
          "QuantitySpec.offsets",
          "AddressSpec.internal6",
          "AddressSpec.interfaces6",
          "AddressSpec.concentration",
          "TableLayout.Column.empty",
          "TableLayout.Column.pattern");

  private static final int FEW = 16;
  private final JsonReader in;

  private RecordReader(Reader text) {
    in = new JsonReader(text);
  }

  /**
   * The record that a text holds, and nothing else.
   *
   * @throws IllegalArgumentException saying where it does not, and why
   * @throws IOException if the text is no JSON
   */
  static <T extends Record> T read(Reader text, Class<T> kind) throws IOException {
    var reader = new RecordReader(text);
    T record = kind.cast(reader.record(kind));
    if (reader.in.peek() != JsonToken.END_DOCUMENT) {
      throw new IllegalArgumentException("goes on after its end");
    }
    return record;
  }

  /** The name of a record in messages, with the records around it. */
  private static String name(Class<?> record) {
    return record.getName().replaceAll(".*\\.", "").replace('$', '.');
  }

  private Object value(Type type, Range range) throws IOException {
    if (type instanceof ParameterizedType of) {
      Type[] parts = of.getActualTypeArguments();
      return of.getRawType() == List.class ? list(parts[0], range) : map(parts[1], range);
    }
    Class<?> kind = (Class<?>) type;
    if (kind.isRecord()) {
      return record(kind);
    } else if (kind.isArray()) {
      return array(kind.getComponentType(), range);
    } else if (kind.isEnum()) {
      return constant(kind);
    } else if (kind == String.class) {
      expect(JsonToken.STRING, "text");
      return in.nextString();
    } else if (kind == boolean.class) {
      expect(JsonToken.BOOLEAN, "true or false");
      return in.nextBoolean();
    }
    return number(kind, range);
  }

  private void expect(JsonToken wanted, String noun) throws IOException {
    if (in.peek() != wanted) {
      throw new IllegalArgumentException(place(in.getPath()) + " is not " + noun);
    }
  }

  private Record record(Class<?> kind) throws IOException {
    expect(JsonToken.BEGIN_OBJECT, "an object");
    String place = place(in.getPath());
    in.beginObject();
    RecordComponent[] components = kind.getRecordComponents();
    Object[] values = new Object[components.length];
    while (in.hasNext()) {
      String entry = in.nextName();
      int i = 0;
      while (i < components.length && !components[i].getName().equals(entry)) {
        i++;
      }
      if (i == components.length) {
        throw new IllegalArgumentException(place + " has an entry that is not known");
      }
      if (values[i] != null) {
        throw new IllegalArgumentException(place(in.getPath()) + " is given twice");
      }
      boolean optional = OPTIONAL.contains(name(kind) + "." + entry);
      if (optional && in.peek() == JsonToken.NULL) {
        in.nextNull();
      } else {
        Range range = components[i].getAnnotation(Range.class);
        values[i] = value(components[i].getGenericType(), range);
      }
    }
    in.endObject();
    addMissing(kind, components, values, place);
    return make(kind, components, values, place);
  }

  private static void addMissing(
      Class<?> kind, RecordComponent[] components, Object[] values, String place) {
    for (int i = 0; i < values.length; i++) {
      RecordComponent component = components[i];
      if (values[i] == null && !OPTIONAL.contains(name(kind) + "." + component.getName())) {
        Range range = component.getAnnotation(Range.class);
        boolean zero = range == null || (range.least() <= 0 && range.most() >= 0);
        if (!component.getType().isPrimitive() || !zero) {
          throw new IllegalArgumentException(place + " lacks " + component.getName());
        }
        values[i] = Array.get(Array.newInstance(component.getType(), 1), 0);
      }
    }
  }

  private static Record make(
      Class<?> kind, RecordComponent[] components, Object[] values, String place) {
    Class<?>[] types =
        Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
    try {
      Constructor<?> constructor = kind.getDeclaredConstructor(types);
      constructor.setAccessible(true);
      return (Record) constructor.newInstance(values);
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof IllegalArgumentException refused) {
        throw new IllegalArgumentException(place + ": " + refused.getMessage(), refused);
      }
      throw new IllegalStateException(e.getCause());
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("a record without its constructor: " + kind, e);
    }
  }

  private List<Object> list(Type part, Range range) throws IOException {
    expect(JsonToken.BEGIN_ARRAY, "a list");
    List<Object> parts = new ArrayList<>();
    in.beginArray();
    while (in.hasNext()) {
      parts.add(value(part, range));
    }
    in.endArray();
    return parts;
  }

  private Map<String, Object> map(Type part, Range range) throws IOException {
    expect(JsonToken.BEGIN_OBJECT, "an object");
    Map<String, Object> parts = new LinkedHashMap<>();
    in.beginObject();
    while (in.hasNext()) {
      parts.put(in.nextName(), value(part, range));
    }
    in.endObject();
    return parts;
  }

  private Object array(Class<?> part, Range range) throws IOException {
    expect(JsonToken.BEGIN_ARRAY, "a list");
    Object parts = Array.newInstance(part, FEW);
    int count = 0;
    in.beginArray();
    while (in.hasNext()) {
      if (count == Array.getLength(parts)) {
        parts = resized(parts, count, 2 * count);
      }
      Array.set(parts, count++, value(part, range));
    }
    in.endArray();
    return resized(parts, count, count);
  }

  private static Object resized(Object parts, int count, int length) {
    Object other = Array.newInstance(parts.getClass().getComponentType(), length);
    System.arraycopy(parts, 0, other, 0, count);
    return other;
  }

  private Object constant(Class<?> kind) throws IOException {
    expect(JsonToken.STRING, "text");
    String name = in.nextString();
    for (Object constant : kind.getEnumConstants()) {
      if (((Enum<?>) constant).name().equals(name)) {
        return constant;
      }
    }
    throw new IllegalArgumentException(
        place(in.getPreviousPath()) + " is none of " + Arrays.toString(kind.getEnumConstants()));
  }

  private Object number(Class<?> kind, Range range) throws IOException {
    expect(JsonToken.NUMBER, "a number");
    boolean real = kind == double.class || kind == Double.class;
    Number number;
    try {
      number = real ? (Number) in.nextDouble() : (Number) in.nextLong();
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(place(in.getPath()) + " is no whole number of 64 bits", e);
    }
    double value = number.doubleValue();
    if (range == null || !(value >= range.least() && value <= range.most())) {
      throw new IllegalArgumentException(outside(number, range));
    }
    return kind == int.class || kind == Integer.class ? (Number) number.intValue() : number;
  }

  private String outside(Number number, Range range) {
    String place = place(in.getPreviousPath());
    if (range == null) {
      throw new IllegalStateException(place + " has no range");
    }
    return "%s is %s, not from %s to %s"
        .formatted(place, number, text(range.least()), text(range.most()));
  }

  private static String text(double bound) {
    return bound == Math.rint(bound) && Math.abs(bound) < 1e15
        ? Long.toString((long) bound)
        : Double.toString(bound);
  }

  /** Without the root's sign, and short: keys of maps are anyone's. */
  private static String place(String path) {
    String plain = path.replaceAll("^\\$\\.?", "").replaceAll("[^A-Za-z0-9_.\\[\\]]", "?");
    return plain.isEmpty() ? "the whole" : plain.substring(0, Math.min(plain.length(), 100));
  }
}
