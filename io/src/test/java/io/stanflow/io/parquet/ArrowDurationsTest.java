package io.stanflow.io.parquet;

import static org.assertj.core.api.Assertions.assertThat;

import io.stanflow.flow.TableLayout.Unit;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ArrowDurationsTest {
  /** A schema of one field, laid out by hand as Arrow's Schema.fbs and FlatBuffers say. */
  private static byte[] schema(String name, int type, int unit) {
    byte[] text = name.getBytes(StandardCharsets.UTF_8);
    ByteBuffer to = ByteBuffer.allocate(104 + text.length).order(ByteOrder.LITTLE_ENDIAN);
    to.putInt(0, -1).putInt(4, 96 + text.length).putInt(8, 24 - 8);
    shorts(to, 12, 10, 8, 0, 0, 4); // what lies where in Message: version, its type, Schema
    to.putInt(24, 24 - 12).putInt(28, 40 - 28);
    shorts(to, 32, 8, 8, 0, 4); // Schema: endianness, fields
    to.putInt(40, 40 - 32).putInt(44, 48 - 44).putInt(48, 1).putInt(52, 72 - 52);
    shorts(to, 56, 12, 16, 4, 0, 12, 8); // Field: name, nullable, kind of type, type
    to.putInt(72, 72 - 56).putInt(76, 100 - 76).putInt(80, 92 - 80).put(84, (byte) type);
    shorts(to, 86, 6, 6, unit < 0 ? 0 : 4); // Duration: unit
    to.putInt(92, 92 - 86).putShort(96, (short) unit);
    to.putInt(100, text.length).put(104, text);
    return to.array();
  }

  private static void shorts(ByteBuffer to, int at, int... values) {
    for (int i = 0; i < values.length; i++) {
      to.putShort(at + 2 * i, (short) values[i]);
    }
  }

  private static Map<String, Unit> units(byte[] schema) {
    return ArrowDurations.units(Base64.getEncoder().encodeToString(schema));
  }

  @Test
  void aDurationHasItsUnit() {
    assertThat(units(schema("duration", 18, 0))).isEqualTo(Map.of("duration", Unit.S));
    assertThat(units(schema("d", 18, 2))).isEqualTo(Map.of("d", Unit.US));
    assertThat(units(schema("d", 18, 3))).isEqualTo(Map.of("d", Unit.NS));
    assertThat(units(schema("d", 18, -1))).isEqualTo(Map.of("d", Unit.MS)); // the default
    assertThat(units(schema("d", 2, 3))).isEmpty(); // an integer
  }

  @Test
  void whatIsNoSchemaHasNone() {
    assertThat(ArrowDurations.units("")).isEmpty();
    assertThat(ArrowDurations.units("no base64 !")).isEmpty();
    byte[] good = schema("duration", 18, 3);
    for (int length = 0; length < good.length; length++) {
      assertThat(units(Arrays.copyOf(good, length))).isEmpty();
    }
    var random = new Random(1);
    for (int i = 0; i < 2000; i++) {
      byte[] bad = good.clone();
      bad[random.nextInt(bad.length)] = (byte) random.nextInt();
      units(bad); // must end, without an exception
    }
  }
}
