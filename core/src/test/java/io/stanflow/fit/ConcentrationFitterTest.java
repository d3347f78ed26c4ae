package io.stanflow.fit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.stanflow.codec.FlowCodec;
import io.stanflow.codec.spec.AddressSpec;
import io.stanflow.flow.Address;
import io.stanflow.flow.Flow;
import io.stanflow.flow.Series;
import io.stanflow.testing.MemoryTable;
import io.stanflow.testing.SimulatedTraffic;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConcentrationFitterTest {
  private static final int HOSTS = 1000;
  private static final int PEERS = 20;
  private static final int SERVICES = 3;
  private static final double[] EXPONENTS = {1, 1.5, 0.75};
  private Series series;
  private FlowCodec codec;
  private ConcentrationFitter fitter;

  @BeforeEach
  void fitter() throws IOException {
    MemoryTable table = SimulatedTraffic.table(1);
    series = table.series().get(0);
    codec = Fits.codec(table, 5);
    fitter = new ConcentrationFitter(codec, codec.book(table.internal()), peer -> 1);
  }

  /** Flows of different services. */
  private List<Flow> services() {
    Map<Integer, Flow> services = new LinkedHashMap<>();
    for (Flow flow : series.flows()) {
      int service = codec.outcomes().of(codec.observe(flow, series.host()), 0);
      services.putIfAbsent(service, flow);
    }
    return List.copyOf(services.values());
  }

  /**
   * A cascade after one of 100 first octets, with an order of the octets for each prefix and
   * service.
   */
  private void addCascade(long seed) {
    var random = new Random(seed);
    List<Flow> services = services();
    double[][] laws = Arrays.stream(EXPONENTS).mapToObj(AddressSpec::zipf).toArray(double[][]::new);
    Map<String, List<Integer>> orders = new HashMap<>();
    for (int host = 0; host < HOSTS; host++) {
      Map<Address, Flow> peers = new LinkedHashMap<>();
      while (peers.size() < PEERS) {
        int service = random.nextInt(SERVICES);
        int address = 20 + random.nextInt(100);
        for (double[] law : laws) {
          List<Integer> order =
              orders.computeIfAbsent(address + "/" + service, key -> shuffled(random));
          address = address << 8 | order.get(rank(law, random));
        }
        peers.putIfAbsent(Address.ofIpv4(address), services.get(service));
      }
      fitter.add(series.host(), peers);
    }
  }

  private static List<Integer> shuffled(Random random) {
    List<Integer> octets = new ArrayList<>(IntStream.range(0, 256).boxed().toList());
    Collections.shuffle(octets, random);
    return octets;
  }

  private static int rank(double[] shares, Random random) {
    double left = random.nextDouble();
    int rank = 0;
    while (rank < 255 && left >= shares[rank]) {
      left -= shares[rank++];
    }
    return rank;
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3})
  void findsTheLawsOfACascade(long seed) {
    addCascade(seed);
    double[][] exponents = fitter.fit(HOSTS);
    for (int octet = 0; octet < EXPONENTS.length; octet++) {
      assertThat(exponents[1][octet])
          .isCloseTo(EXPONENTS[octet], within(0.1)); // five times what seeds differ by
    }
  }

  @Test
  void nothingIsLearnedOfFewerThanKHosts() {
    fitter.add(series.host(), Map.of(Address.parse("20.1.1.1"), services().get(0)));
    assertThat(fitter.fit(2)).isNull();
  }

  @Test
  void ofFewPairsTheLawIsThatOfAll() {
    addCascade(4);
    double[][] exponents = fitter.fit(5);
    // nothing is known of addresses of which two or three octets are named
    assertThat(exponents[2]).containsExactly(exponents[1][1], exponents[1][2]);
    assertThat(exponents[3]).containsExactly(exponents[1][2]);
  }

  @Test
  void peersOfOneHostAloneAreEvenAndOfAllHostsAreOne() {
    Flow flow = services().get(0);
    for (int host = 0; host < 200; host++) {
      fitter.add(series.host(), Map.of(Address.parse("20.1.7." + host), flow));
    }
    assertThat(fitter.fit(5)[1]).containsExactly(4, 4, 0);
  }
}
