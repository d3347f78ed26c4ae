package io.stanflow.io.netflow;

import static io.stanflow.io.netflow.HexPackets.ADDRESSES;
import static io.stanflow.io.netflow.HexPackets.ADDRESS_FIELDS;
import static io.stanflow.io.netflow.HexPackets.ipfix;
import static io.stanflow.io.netflow.HexPackets.set;
import static io.stanflow.io.netflow.HexPackets.template;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which of a record's counters are those of the flow. */
class CountersTest {
  private final PacketDecoder decoder = new PacketDecoder();
  private final List<FlowRecord> flows = new ArrayList<>();

  /**
   * @param counters element and value of each, both in hexadecimal digits
   */
  private void decode(String counters) throws Exception {
    var fields = new StringBuilder(ADDRESS_FIELDS);
    var values = new StringBuilder(ADDRESSES);
    for (String counter : counters.split(" ", -1)) {
      int equals = counter.indexOf('=');
      String value = counter.substring(equals + 1);
      fields.append("00").append(counter, 0, equals).append("%04x".formatted(value.length() / 2));
      values.append(value);
    }
    decoder.decode(
        HexPackets.bytes(ipfix(template(fields.toString()), set(256, values.toString()))),
        "",
        flows::add);
  }

  /** In any order; octets are 1 (delta), 55 (total), e7, 17 and ab (way out). */
  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "delta before total, 02=0005 56=4c4b 01=0007 55=ee6b, 5, 7",
    "delta after total, 56=4c4b 02=0005 55=ee6b 01=0007, 5, 7",
    "total alone, 56=0009 55=0010, 9, 16",
    "total of the one and delta of the other, 56=0009 01=0007, 9, 7",
    "the way out alone, 18=000b 17=03e9, 11, 1001",
    "total of the way out, ac=000b ab=03e9, 11, 1001",
    "delta of the way out, ac=ffff 18=000b ab=ffff 17=03e9, 11, 1001",
    "both ways, 18=000b 17=03e9 02=000c 01=03ea, 12, 1002",
    "nothing on the way in, 02=0000 01=0000 18=000b 17=03e9, 11, 1001",
    "the way out has what the way in lacks, 02=0003 17=03e9, 3, 1001"
  })
  void theBestCountersAreTaken(String name, String counters, long packets, long bytes)
      throws Exception {
    decode(counters);
    assertThat(flows)
        .extracting(FlowRecord::packets, FlowRecord::bytes)
        .containsExactly(org.assertj.core.groups.Tuple.tuple(packets, bytes));
    assertThat(decoder.leftOut()).isEmpty();
    assertThat(decoder.notes()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "e6=01 e1=cb007109, without counters",
    "04=06, without counters",
    "02=0000 01=0000, without packets",
    "02=0000 56=0005, without packets",
    "18=0000 17=0000, without packets"
  })
  void recordsThatCountNothingAreLeftOut(String fields, String reason) throws Exception {
    decode(fields);
    assertThat(flows).isEmpty();
    assertThat(decoder.leftOut()).containsOnlyKeys(reason).containsEntry(reason, 1L);
  }

  /** As a Cisco ASA, which counts bytes alone. */
  @Test
  void aCounterThatLacksIsTold() throws Exception {
    decode("55=0100");
    decode("e7=0100");
    decode("02=05");
    assertThat(flows).extracting(FlowRecord::packets).containsExactly(1L, 1L, 5L);
    assertThat(flows).extracting(FlowRecord::bytes).containsExactly(256L, 256L, 0L);
    assertThat(decoder.notes())
        .containsExactly(
            "records without a counter of bytes, read as 0 bytes: 1",
            "records without a counter of packets, read as 1 packet: 2");
  }
}
