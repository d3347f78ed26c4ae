package io.stanflow.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.stanflow.codec.MemoryTable;
import io.stanflow.codec.SimulatedTraffic;
import io.stanflow.flow.Address;
import io.stanflow.flow.Flow;
import io.stanflow.flow.Series;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A model file holds no address of its training data that fewer than k hosts share. */
class PrivacyTest {
  private static final int K = 5;
  @TempDir Path folder;

  @ParameterizedTest(name = "seed {0}, IPv6 {1}")
  @CsvSource({"1, false", "2, true", "3, true"})
  void modelFileNamesOnlyAddressesThatKHostsShare(long seed, boolean ipv6) throws IOException {
    MemoryTable table = SimulatedTraffic.table(12, 120, ipv6, seed);
    Path file = folder.resolve("model.stanflow");
    ModelFile.write(file, Models.random(table, K, seed));
    String text = new String(Archive.read(file).get("model.json"), StandardCharsets.UTF_8);

    Map<Address, Integer> hosts = new HashMap<>();
    for (Series series : table.series()) {
      peers(series).forEach(peer -> hosts.merge(peer, 1, Integer::sum));
    }
    int shared = 0;
    for (var peer : hosts.entrySet()) {
      Address address = peer.getKey();
      boolean internal = SimulatedTraffic.INTERNAL.contains(address);
      if (peer.getValue() < K || internal) {
        assertThat(forms(address)).as("%s", address).noneMatch(form -> names(text, form));
      } else {
        assertThat(text).contains("\"" + address + "\"");
        shared++;
      }
    }
    assertThat(shared).isGreaterThanOrEqualTo(SimulatedTraffic.RESOLVERS.size());
    for (Address host : table.addresses()) {
      assertThat(forms(host)).as("%s", host).noneMatch(form -> names(text, form));
    }
  }

  private static Set<Address> peers(Series series) {
    Set<Address> peers = new HashSet<>();
    for (Flow flow : series.flows()) {
      boolean outgoing = flow.sourceAddress().equals(series.host());
      peers.add(outgoing ? flow.destinationAddress() : flow.sourceAddress());
    }
    return peers;
  }

  /** The ways in which a text may show an address. */
  private static List<String> forms(Address address) {
    String groups = Long.toHexString(address.high()) + "/" + Long.toHexString(address.low());
    if (!address.isIpv4()) {
      return List.of(address.toString(), groups, Long.toString(address.high()));
    }
    int bits = address.ipv4();
    return List.of(
        address.toString(),
        Integer.toUnsignedString(bits),
        Integer.toString(bits),
        Long.toString(address.low()),
        "%08x".formatted(bits),
        "%08X".formatted(bits),
        Integer.toHexString(bits),
        Long.toHexString(address.low()),
        "%d,%d,%d,%d"
            .formatted(address.octet(0), address.octet(1), address.octet(2), address.octet(3)));
  }

  /** Whether the text has this form as a whole word. */
  private static boolean names(String text, String form) {
    String word = Pattern.quote(form.toLowerCase(Locale.ROOT));
    return Pattern.compile("(?<![0-9a-f.:])" + word + "(?![0-9a-f.:])")
        .matcher(text.toLowerCase(Locale.ROOT))
        .find();
  }
}
