package io.stanflow.model;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.annotations.SerializedName;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The safetensors format: 8 bytes little-endian length n, n bytes JSON {name: {dtype, shape,
 * data_offsets}}, then the tensors' bytes. Reads and writes dtypes F32 and F16; nothing in such a
 * file can execute. As the format demands, the tensors' bytes follow each other without a gap.
 */
public final class Safetensors {
  private static final int HEADER_LENGTH = 8;
  private static final long MOST_HEADER = 10_000_000;
  private static final Gson GSON = new GsonBuilder().disableHtmlEscaping().create();

  private Safetensors() {}

  /** What the header says of a tensor. */
  private record Entry(
      String dtype, List<Integer> shape, @SerializedName("data_offsets") long[] range) {}

  /** A tensor as stored: shape and values in row-major order. */
  public record Stored(List<Integer> shape, float[] values) {}

  /**
   * Bytes of a file with these tensors.
   *
   * @param half store as F16 rather than F32
   */
  public static byte[] write(Map<String, Stored> tensors, boolean half) {
    int width = half ? 2 : 4;
    Map<String, Entry> header = new LinkedHashMap<>();
    long offset = 0;
    for (var tensor : tensors.entrySet()) {
      long end = offset + (long) tensor.getValue().values().length * width;
      var range = new long[] {offset, end};
      header.put(
          tensor.getKey(), new Entry(half ? "F16" : "F32", tensor.getValue().shape(), range));
      offset = end;
    }
    byte[] json = GSON.toJson(header).getBytes(StandardCharsets.UTF_8);
    int padded = (json.length + 7) / 8 * 8;
    ByteBuffer out =
        ByteBuffer.allocate(Math.toIntExact(HEADER_LENGTH + padded + offset))
            .order(ByteOrder.LITTLE_ENDIAN);
    out.putLong(padded).put(json);
    for (int i = json.length; i < padded; i++) {
      out.put((byte) ' ');
    }
    for (Stored tensor : tensors.values()) {
      for (float value : tensor.values()) {
        if (half) {
          out.putShort(Float16.fromFloat(value));
        } else {
          out.putFloat(value);
        }
      }
    }
    return out.array();
  }

  /**
   * Reads all tensors.
   *
   * @throws IllegalArgumentException if the bytes are not such a file; says what is wrong
   */
  public static Map<String, Stored> read(byte[] bytes) {
    ByteBuffer in = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    if (bytes.length < HEADER_LENGTH) {
      throw new IllegalArgumentException("shorter than a header");
    }
    long length = in.getLong();
    if (length < 2 || length > Math.min(MOST_HEADER, bytes.length - HEADER_LENGTH)) {
      throw new IllegalArgumentException("header of " + length + " bytes");
    }
    int dataStart = HEADER_LENGTH + (int) length;
    String json = new String(bytes, HEADER_LENGTH, (int) length, StandardCharsets.UTF_8);
    Map<String, Stored> tensors = new LinkedHashMap<>();
    try {
      JsonObject header = GSON.fromJson(json, JsonObject.class);
      header.remove("__metadata__");
      long end = 0;
      for (var named : header.asMap().entrySet()) {
        Entry entry = GSON.fromJson(named.getValue(), Entry.class);
        tensors.put(named.getKey(), tensor(named.getKey(), entry, end, in, dataStart));
        end = entry.range[1];
      }
      if (dataStart + end != bytes.length) {
        throw new IllegalArgumentException("the tensors end at " + end + ", the file later");
      }
    } catch (JsonParseException e) {
      throw new IllegalArgumentException("header is not as safetensors has it", e);
    }
    return tensors;
  }

  private static Stored tensor(String name, Entry entry, long start, ByteBuffer in, int dataStart) {
    if (entry == null
        || entry.dtype == null
        || entry.shape == null
        || entry.shape.contains(null)
        || entry.range == null
        || entry.range.length != 2) {
      throw new IllegalArgumentException("tensor " + name + " is not as safetensors has it");
    }
    int width = entry.dtype.equals("F16") ? 2 : entry.dtype.equals("F32") ? 4 : 0;
    long size = 1;
    for (int n : entry.shape) {
      size = Math.multiplyExact(size, n);
      if (n < 0 || size > in.capacity()) {
        throw new IllegalArgumentException("tensor " + name + " is larger than the file");
      }
    }
    long from = entry.range[0];
    long to = entry.range[1];
    if (width == 0
        || from != start
        || to < from
        || to - from != size * width
        || to > in.capacity() - dataStart) {
      throw new IllegalArgumentException("tensor " + name + " does not fit its bytes");
    }
    float[] values = new float[(int) size];
    for (int i = 0; i < values.length; i++) {
      int at = dataStart + (int) from + i * width;
      values[i] = width == 2 ? Float16.toFloat(in.getShort(at)) : in.getFloat(at);
    }
    return new Stored(entry.shape, values);
  }
}
