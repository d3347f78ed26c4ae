package io.stanflow.model;

import com.google.gson.JsonDeserializationContext;
import com.google.gson.JsonDeserializer;
import com.google.gson.JsonElement;
import com.google.gson.JsonParseException;
import com.google.gson.JsonSyntaxException;
import java.lang.reflect.Array;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.Collection;
import java.util.Map;
import java.util.Set;

/**
 * Makes records of JSON objects and refuses what lacks a component or what the record's constructor
 * refuses. Gson alone would leave nulls. A number that is missing is 0, as in files from before it.
 */
final class RecordReader implements JsonDeserializer<Record> {
  /** Components that a model file may lack. */
  private static final Set<String> OPTIONAL =
      Set.of(
          "ModelFile.Header.table",
          "CodecSpec.gap",
          "CodecSpec.addresses",
          "CodecSpec.localPort",
          "CodecSpec.peerPort",
          "CodecSpec.order",
          "CodecSpec.AttributeSpec.edge",
          "StepSpec.attribute",
          "QuantitySpec.bounds",
          "QuantitySpec.offsets",
          "AddressSpec.internal6",
          "AddressSpec.interfaces6",
          "TableLayout.Column.empty",
          "TableLayout.Column.pattern");

  @Override
  public Record deserialize(JsonElement json, Type type, JsonDeserializationContext context) {
    Class<?> record = (Class<?>) type;
    String name = record.getName().replaceAll(".*\\.", "").replace('$', '.');
    if (!json.isJsonObject()) {
      throw new JsonParseException("no object where a " + name + " should be");
    }
    RecordComponent[] components = record.getRecordComponents();
    Object[] values = new Object[components.length];
    for (int i = 0; i < values.length; i++) {
      JsonElement part = json.getAsJsonObject().get(components[i].getName());
      String named = name + "." + components[i].getName();
      values[i] = value(part, components[i], named, context);
      if (values[i] == null ? !OPTIONAL.contains(named) : hasNull(values[i])) {
        throw new JsonParseException(named + " is missing, or a part of it");
      }
    }
    return make(record, components, values);
  }

  private static Object value(
      JsonElement part,
      RecordComponent component,
      String name,
      JsonDeserializationContext context) {
    Class<?> kind = component.getType();
    try {
      return part == null && kind.isPrimitive()
          ? Array.get(Array.newInstance(kind, 1), 0)
          : context.deserialize(part, component.getGenericType());
    } catch (JsonSyntaxException | IllegalArgumentException e) {
      throw new JsonParseException(name + " is no " + kind.getSimpleName(), e);
    }
  }

  private static boolean hasNull(Object value) {
    Collection<?> parts =
        value instanceof Object[] array
            ? Arrays.asList(array)
            : value instanceof Map<?, ?> map
                ? map.values()
                : value instanceof Collection<?> all ? all : Set.of();
    return parts.stream().anyMatch(part -> part == null || hasNull(part));
  }

  private static Record make(Class<?> record, RecordComponent[] components, Object[] values) {
    Class<?>[] types =
        Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
    try {
      Constructor<?> constructor = record.getDeclaredConstructor(types);
      constructor.setAccessible(true);
      return (Record) constructor.newInstance(values);
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof IllegalArgumentException refused) {
        throw new JsonParseException(refused.getMessage(), refused);
      }
      throw new IllegalStateException(e.getCause());
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("a record without its constructor: " + record, e);
    }
  }
}
