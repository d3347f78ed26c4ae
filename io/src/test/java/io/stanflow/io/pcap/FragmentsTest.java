package io.stanflow.io.pcap;

import static org.assertj.core.api.Assertions.assertThat;

import io.stanflow.flow.Address;
import io.stanflow.io.pcap.IpPacket.Datagram;
import io.stanflow.io.pcap.IpPacket.Part;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Datagrams put together of their parts, which may be anything. */
class FragmentsTest {
  private static final Address A = Address.parse("10.0.0.1");
  private static final Address B = Address.parse("2001:db8::1");

  private final Fragments fragments = new Fragments();

  /** A UDP datagram of {@code length} bytes. */
  private static byte[] datagram(int length, long seed) {
    byte[] bytes = new byte[length];
    new Random(seed).nextBytes(bytes);
    ByteBuffer.wrap(bytes).putShort(4, (short) length);
    return bytes;
  }

  private static IpPacket part(byte[] whole, long id, int from, int to) {
    return part(whole, id, from, to, 0, to - from);
  }

  private static IpPacket part(byte[] whole, long id, int from, int to, long micros, int captured) {
    ByteBuffer data = ByteBuffer.wrap(whole, from, captured).slice();
    boolean more = to < whole.length;
    var part = new Part(new Datagram(A, B, 17, id), from, more, data, to - from, 0);
    int port = from == 0 ? 2055 : 0;
    return new IpPacket(micros, A, B, 17, 8, port, port, 0, 20 + to - from, part, null);
  }

  @Test
  void wholePacketsPass() {
    var packet = new IpPacket(0, A, B, 6, 0, 1, 2, 0, 40, null, null);
    assertThat(fragments.add(packet)).isSameAs(packet);
    assertThat(fragments.incomplete()).isZero();
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {81, 82, 83})
  void partsComeInAnyOrderAmongThoseOfOthers(long seed) {
    var random = new SplittableRandom(seed);
    var parts = new ArrayList<IpPacket>();
    var wanted = new ArrayList<ByteBuffer>();
    for (int id = 0; id < 100; id++) {
      byte[] whole = datagram(9 + random.nextInt(5000), seed + id);
      wanted.add(ByteBuffer.wrap(whole, 8, whole.length - 8));
      for (int at = 0; at < whole.length; ) {
        int to = Math.min(whole.length, at + 8 * (1 + random.nextInt(100)));
        parts.add(part(whole, id, at, to));
        if (random.nextInt(10) == 0) {
          parts.add(parts.get(parts.size() - 1)); // the same once more
        }
        at = to;
      }
    }
    Collections.shuffle(parts, new Random(seed));
    var found = new ArrayList<ByteBuffer>();
    for (IpPacket part : parts) {
      IpPacket whole = fragments.add(part);
      if (whole != null) {
        assertThat(whole.part()).isNull();
        assertThat(whole.sourcePort()).isEqualTo(2055);
        assertThat(whole.length()).isEqualTo(20 + 8 + whole.udp().remaining());
        found.add(whole.udp());
      }
    }
    assertThat(found.containsAll(wanted)).isTrue();
    assertThat(wanted.containsAll(found)).isTrue(); // one of few parts may come twice
  }

  @Test
  void partsThatOverlapMakeTheDatagramWorthless() {
    byte[] whole = datagram(64, 1);
    List<int[][]> orders =
        List.of(
            new int[][] {{0, 32}, {24, 64}},
            new int[][] {{32, 64}, {0, 40}},
            new int[][] {{0, 32}, {8, 16}, {32, 64}},
            new int[][] {{8, 16}, {0, 32}, {32, 64}});
    for (int[][] order : orders) {
      int id = orders.indexOf(order);
      for (int[] part : order) {
        assertThat(fragments.add(part(whole, id, part[0], part[1]))).isNull();
      }
    }
    assertThat(fragments.incomplete()).isEqualTo(2 + 2 + 3 + 3);
    byte[] forged = whole.clone();
    forged[20]++;
    fragments.add(part(whole, 9, 0, 32));
    fragments.add(part(forged, 9, 0, 32)); // the same place, but not the same
    assertThat(fragments.add(part(whole, 9, 32, 64))).isNull();
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "no multiple of 8, 0, 20, 64",
    "beyond 65535 bytes, 65528, 65600, 66000",
    "nothing, 8, 8, 64"
  })
  void partsThatCannotBeAreGivenUp(String name, int from, int to, int length) {
    byte[] whole = datagram(length, 2);
    assertThat(fragments.add(part(whole, 1, from, to))).isNull();
    assertThat(fragments.add(part(whole, 1, to, length))).isNull();
    assertThat(fragments.add(part(whole, 1, 0, from))).isNull();
    assertThat(fragments.incomplete()).isEqualTo(3);
  }

  @Test
  void twoEndsOrPartsBehindTheEndAreGivenUp() {
    byte[] longer = datagram(64, 3);
    byte[] shorter = Arrays.copyOf(longer, 32);
    fragments.add(part(longer, 1, 32, 64));
    fragments.add(part(shorter, 1, 16, 32)); // ends before
    assertThat(fragments.add(part(longer, 1, 0, 16))).isNull();
    fragments.add(part(shorter, 2, 16, 32));
    fragments.add(part(longer, 2, 40, 48)); // goes on behind
    assertThat(fragments.add(part(longer, 2, 0, 16))).isNull();
    assertThat(fragments.incomplete()).isEqualTo(6);
  }

  @Test
  void partsThatWereNotCapturedWholeOrComeTooLateDoNotJoin() {
    byte[] whole = datagram(64, 4);
    fragments.add(part(whole, 1, 0, 32, 0, 31));
    assertThat(fragments.add(part(whole, 1, 32, 64))).isNull();
    fragments.add(part(whole, 2, 0, 32));
    assertThat(fragments.add(part(whole, 2, 32, 64, 30_000_001, 32))).isNull();
    assertThat(fragments.add(part(whole, 2, 0, 32, 30_000_002, 32))).isNotNull();
    assertThat(fragments.incomplete()).isEqualTo(3);
  }

  /** 200,000 first parts of 512 bytes whose rest never comes: the last 16 MiB of them wait. */
  @Test
  void whatWaitsIsBounded() {
    byte[] whole = datagram(1024, 5);
    for (int id = 0; id < 200_000; id++) {
      fragments.add(part(whole, id, 0, 512));
    }
    assertThat(fragments.waiting()).isBetween(15_000, 40_000);
    assertThat(fragments.incomplete()).isEqualTo(200_000);
    assertThat(fragments.add(part(whole, 0, 512, 1024))).isNull(); // forgotten
    assertThat(fragments.add(part(whole, 199_999, 512, 1024))).isNotNull();
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {84, 85})
  void partsOfAnySizeAtAnyPlaceDoNoHarm(long seed) {
    var random = new SplittableRandom(seed);
    byte[] whole = datagram(70_000, seed);
    int joined = 0;
    for (int i = 0; i < Integer.getInteger("stanflow.fuzz", 30_000); i++) {
      int from = 8 * random.nextInt(random.nextInt(4) == 0 ? 8192 : 4);
      int size = random.nextInt(4) == 0 ? random.nextInt(70_000 - from) : 8 * random.nextInt(4);
      byte[] bytes = random.nextBoolean() ? whole : Arrays.copyOf(whole, from + size);
      IpPacket packet = fragments.add(part(bytes, random.nextInt(50), from, from + size));
      joined += packet == null ? 0 : 1;
    }
    assertThat(joined).isPositive();
    assertThat(fragments.waiting()).isLessThanOrEqualTo(50);
  }
}
