package io.stanflow.io.pcap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stanflow.io.netflow.MalformedPacketException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Files in all dialects of pcap and in pcapng. */
class CaptureReaderTest {
  private static final byte[] PACKET = Captures.bytes("0102030405");

  @ParameterizedTest
  @CsvSource({
    "0xa1b2c3d4, true, 1500000",
    "0xa1b2c3d4, false, 1500000",
    "0xa1b23c4d, true, 1000500",
    "0xa1b23c4d, false, 1000500"
  })
  void pcapOfAllKinds(String magic, boolean big, long micros) throws Exception {
    ByteOrder order = big ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
    int first = Long.decode(magic).intValue();
    byte[] file = Captures.pcap(first, order, 113, PACKET);
    assertThat(CaptureReader.isCapture(ByteBuffer.wrap(file).getInt())).isTrue();
    check(file, 113, micros);
  }

  @ParameterizedTest
  @CsvSource({
    "6, 1500000, 1500000",
    "9, 1500000999, 1500000",
    "3, 1500, 1500000",
    "138, 1536, 1500000"
  })
  void pcapngOfAllResolutions(int resolution, long time, long micros) throws Exception {
    for (ByteOrder order : new ByteOrder[] {ByteOrder.BIG_ENDIAN, ByteOrder.LITTLE_ENDIAN}) {
      check(Captures.pcapng(order, resolution, time, PACKET), 1, micros);
    }
  }

  private static void check(byte[] file, int linkType, long micros) throws Exception {
    try (CaptureReader in = Captures.reader(file)) {
      CapturedPacket packet = in.next();
      assertThat(packet.linkType()).isEqualTo(linkType);
      assertThat(packet.micros()).isEqualTo(micros);
      assertThat(packet.length()).isEqualTo(8);
      assertThat(packet.data().remaining()).isEqualTo(5);
      assertThat(packet.data().get(4)).isEqualTo((byte) 5);
      assertThat(in.next()).isNull();
    }
  }

  @Test
  void everyCutIsNamedAndNothingFollows() throws Exception {
    byte[][] files = {
      Captures.pcap(0xa1b2c3d4, ByteOrder.LITTLE_ENDIAN, 1, PACKET),
      Captures.pcapng(ByteOrder.LITTLE_ENDIAN, 6, 0, PACKET)
    };
    for (byte[] file : files) {
      int whole = 0;
      for (int length = 0; length < file.length; length++) {
        byte[] cut = Arrays.copyOf(file, length);
        try (CaptureReader in = Captures.reader(cut)) {
          assertThat(in.next()).isNull(); // cut between packets or blocks
          whole++;
        } catch (MalformedPacketException e) {
          assertThat(e).hasMessageStartingWith("the file is cut short in ");
        }
      }
      assertThat(whole).isEqualTo(file == files[0] ? 1 : 3);
    }
  }

  @Test
  void sizesAreCheckedBeforeMemoryIsTaken() throws Exception {
    byte[] file = Captures.pcap(0xa1b2c3d4, ByteOrder.BIG_ENDIAN, 1, PACKET);
    ByteBuffer.wrap(file).putInt(32, Integer.MAX_VALUE);
    try (CaptureReader in = Captures.reader(file)) {
      assertThatThrownBy(in::next)
          .isInstanceOf(MalformedPacketException.class)
          .hasMessage("a captured packet must have at most 262144 bytes but has 2147483647");
      assertThat(in.next()).isNull();
    }
    byte[] blocks = Captures.pcapng(ByteOrder.BIG_ENDIAN, 6, 0, PACKET);
    ByteBuffer.wrap(blocks).putInt(28 + 16 + 4, 0x7ffffffc);
    try (CaptureReader in = Captures.reader(blocks)) {
      assertThatThrownBy(in::next).hasMessage("a block cannot have 2147483644 bytes");
    }
  }

  @Test
  void aPacketOfNoInterfaceIsSaidSo() throws Exception {
    byte[] file = Captures.pcapng(ByteOrder.BIG_ENDIAN, 6, 0, PACKET);
    ByteBuffer.wrap(file).putInt(28 + 16 + 32 + 8, 1);
    try (CaptureReader in = Captures.reader(file)) {
      assertThatThrownBy(in::next).hasMessage("interface 1 is not described");
    }
  }
}
