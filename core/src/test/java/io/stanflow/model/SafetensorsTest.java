package io.stanflow.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.stanflow.model.Safetensors.Stored;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SafetensorsTest {
  private static Map<String, Stored> tensors() {
    Map<String, Stored> tensors = new LinkedHashMap<>();
    tensors.put("a", new Stored(List.of(2, 3), new float[] {1, -2, 0.5f, 0, 65504, -0.25f}));
    tensors.put("ü \"quoted\"", new Stored(List.of(1), new float[] {3}));
    tensors.put("scalar", new Stored(List.of(), new float[] {4}));
    tensors.put("none", new Stored(List.of(0, 7), new float[0]));
    return tensors;
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void tensorsComeBack(boolean half) {
    byte[] bytes = Safetensors.write(tensors(), half);
    Map<String, Stored> read = Safetensors.read(bytes);
    assertThat(read.keySet()).containsExactlyElementsOf(tensors().keySet());
    tensors()
        .forEach(
            (name, stored) -> {
              assertThat(read.get(name).shape()).isEqualTo(stored.shape());
              assertThat(read.get(name).values()).isEqualTo(stored.values());
            });
    assertThat(ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getLong() % 8).isZero();
    assertThat(bytes).isEqualTo(Safetensors.write(tensors(), half));
  }

  @Test
  void fullPrecisionKeepsEveryBit() {
    float[] values = {Float.MIN_VALUE, Float.MAX_VALUE, -0f, (float) Math.PI, 1e-30f};
    var stored = Map.of("x", new Stored(List.of(5), values));
    assertThat(Safetensors.read(Safetensors.write(stored, false)).get("x").values())
        .isEqualTo(values);
  }

  private static byte[] file(String header, int data) {
    byte[] json = header.getBytes(StandardCharsets.UTF_8);
    return ByteBuffer.allocate(8 + json.length + data)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putLong(json.length)
        .put(json)
        .array();
  }

  @Test
  void metadataIsNoTensor() {
    String header =
        "{\"__metadata__\":{\"by\":\"x\"},"
            + "\"t\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]}}";
    assertThat(Safetensors.read(file(header, 8))).containsOnlyKeys("t");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "x",
        "[]",
        "3",
        "null",
        "{\"t\":3}",
        "{\"t\":null}",
        "{\"t\":{}}",
        "{\"t\":{\"dtype\":\"F64\",\"shape\":[2],\"data_offsets\":[0,16]}}",
        "{\"t\":{\"dtype\":[],\"shape\":[2],\"data_offsets\":[0,8]}}",
        "{\"t\":{\"dtype\":\"F32\",\"shape\":[-2],\"data_offsets\":[0,8]}}",
        "{\"t\":{\"dtype\":\"F32\",\"shape\":[-1,-2],\"data_offsets\":[0,8]}}",
        "{\"t\":{\"dtype\":\"F32\",\"shape\":{},\"data_offsets\":[0,8]}}",
        "{\"t\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0]}}",
        "{\"t\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[8,16]}}",
        "{\"t\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[-8,0]}}",
        "{\"t\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,4]}}",
        "{\"t\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[8,0]}}",
        "{\"t\":{\"dtype\":\"F32\",\"shape\":[2147483647,2147483647],\"data_offsets\":[0,8]}}",
        "{\"t\":{\"dtype\":\"F32\",\"shape\":[65536,65536,65536,65536,2],\"data_offsets\":[0,8]}}",
        "{\"t\":{\"dtype\":\"F32\",\"shape\":[1e99],\"data_offsets\":[0,8]}}",
        "{\"t\":{\"dtype\":\"F32\",\"shape\":[\"x\"],\"data_offsets\":[0,8]}}",
        "{\"t\":{\"dtype\":\"F32\",\"shape\":[1],"
            + "\"data_offsets\":[9223372036854775806,-9223372036854775806]}}",
        "{\"t\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]}"
      })
  void hostileHeaderIsRefused(String header) {
    assertThatIllegalArgumentException().isThrownBy(() -> Safetensors.read(file(header, 8)));
  }

  @Test
  void deeplyNestedHeaderIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Safetensors.read(file("[".repeat(1_000_000), 8)));
  }

  @ParameterizedTest
  @ValueSource(
      longs = {-1, 0, 1, 17, 10_000_001, Integer.MAX_VALUE, Long.MAX_VALUE, Long.MIN_VALUE})
  void headerLengthIsChecked(long length) {
    byte[] bytes = file("{}      ", 8);
    ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putLong(length);
    assertThatIllegalArgumentException().isThrownBy(() -> Safetensors.read(bytes));
  }

  @Test
  void everyTruncationIsRefused() {
    Map<String, Stored> tensors = tensors();
    tensors.remove("none");
    byte[] bytes = Safetensors.write(tensors, true);
    for (int length = 0; length < bytes.length; length++) {
      byte[] cut = Arrays.copyOf(bytes, length);
      assertThatIllegalArgumentException()
          .as("%d bytes", length)
          .isThrownBy(() -> Safetensors.read(cut));
    }
  }
}
