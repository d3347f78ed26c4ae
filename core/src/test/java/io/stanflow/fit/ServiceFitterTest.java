package io.stanflow.fit;

import static org.assertj.core.api.Assertions.assertThat;

import io.stanflow.codec.AddressBook;
import io.stanflow.codec.FlowCodec;
import io.stanflow.codec.MarginalBlocks;
import io.stanflow.codec.OutcomeClasses;
import io.stanflow.codec.SeriesEncoder;
import io.stanflow.codec.Visits;
import io.stanflow.codec.spec.ServiceSpec;
import io.stanflow.flow.FlowTable;
import io.stanflow.testing.SimulatedTraffic;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@link ServiceFitter} and {@link ServiceCounts}. */
class ServiceFitterTest {
  /** A table counted by a codec that knows no service, what is fitted, and counted by that. */
  private record Fitted(
      FlowCodec bare, List<HostProfile> hosts, FlowCodec codec, List<HostProfile> counted) {
    List<ServiceSpec> services() {
      return codec.spec().services();
    }
  }

  private static Fitted fitted(FlowTable table, int k) throws IOException {
    FlowCodec bare = Fits.codec(table, 1);
    AddressBook book = bare.book(table.internal());
    var given = new Superposition(bare, book, Visits.NONE);
    var encoder = new SeriesEncoder(bare, book, table.recording(), given);
    List<HostProfile> hosts = new ArrayList<>();
    table.forEachSeries(series -> hosts.add(HostCounts.of(series, bare, book, encoder, given)));
    var counts = new ServiceCounts(bare);
    List<ServiceSpec> services = new ServiceFitter(bare, counts, new Sharing(k)).fit(hosts);
    var codec = new FlowCodec(bare.spec().withServices(services));
    return new Fitted(
        bare, hosts, codec, hosts.stream().map(host -> counts.by(codec, host)).toList());
  }

  /** Flows of a host in each class. */
  private static int[] day(HostProfile host) {
    int[] sums = new int[host.counts()[0].length];
    for (int[] part : host.counts()) {
      Arrays.setAll(sums, c -> sums[c] + part[c]);
    }
    return sums;
  }

  @ParameterizedTest(name = "k = {0}")
  @ValueSource(ints = {1, 3, 5, 9})
  void eachGroupIsOfEnoughHosts(int k) throws IOException {
    Fitted fitted = fitted(SimulatedTraffic.table(3), k);
    assertThat(fitted.services()).isNotEmpty();
    MarginalBlocks blocks = fitted.codec().marginalBlocks();
    int first = fitted.bare().marginalBlocks().size();
    assertThat(blocks.size()).isGreaterThan(first);
    for (ServiceSpec service : fitted.services()) {
      for (int q = 0; q < service.quantities().size(); q++) {
        int[] ends = service.quantities().get(q).ends();
        assertThat(ends[ends.length - 1]).isEqualTo(new ServiceCounts(fitted.bare()).tokens(q));
      }
    }
    for (int c = first; c < blocks.size(); c++) {
      int of = c;
      long hosts = fitted.counted().stream().filter(host -> day(host)[of] > 0).count();
      assertThat(hosts).as("class " + c).isGreaterThanOrEqualTo(k);
    }
  }

  /** Of every quantity, the groups of a service are a partition of its flows. */
  @Test
  void groupsAddUpToTheService() throws IOException {
    Fitted fitted = fitted(SimulatedTraffic.table(4), 3);
    OutcomeClasses outcomes = fitted.codec().outcomes();
    MarginalBlocks blocks = fitted.codec().marginalBlocks();
    int services = blocks.start(blocks.firstOutcomes());
    for (HostProfile host : fitted.counted()) {
      int[] day = day(host);
      for (ServiceSpec service : fitted.services()) {
        int block = blocks.firstOutcomes() + outcomes.blockOf(service.service());
        for (int q = 0; q < service.quantities().size(); q++) {
          int from = blocks.start(block + q);
          assertThat(Arrays.stream(day, from, blocks.start(block + q + 1)).sum())
              .isEqualTo(day[services + service.service()]);
        }
      }
    }
  }

  /** All else is counted as before, in the host and in its parts. */
  @Test
  void otherClassesStay() throws IOException {
    Fitted fitted = fitted(SimulatedTraffic.table(4), 3);
    int before = fitted.bare().marginalBlocks().size();
    for (int h = 0; h < fitted.hosts().size(); h++) {
      HostProfile host = fitted.counted().get(h);
      int[] day = day(fitted.hosts().get(h));
      assertThat(Arrays.copyOf(day(host), before)).isEqualTo(day);
      int size = fitted.codec().marginalBlocks().size();
      int[] parts = new int[size];
      host.parts()
          .forEach(part -> part.counts().forEach((key, flows) -> parts[key % size] += flows));
      assertThat(parts).isEqualTo(day(host));
    }
  }

  /** The fourth host of each service is a bound for all but k - 1, and the others' by a factor. */
  @Test
  void noFlowExceedsTheMostOfItsService() throws IOException {
    Fitted fitted = fitted(SimulatedTraffic.table(5), 4);
    int bounded = 0;
    for (ServiceSpec service : fitted.services()) {
      for (int q = 0; q < service.quantities().size(); q++) {
        int of = q;
        long most = service.quantities().get(q).most();
        bounded += most < Long.MAX_VALUE ? 1 : 0;
        for (HostProfile host : fitted.hosts()) {
          host.parts().stream()
              .filter(part -> new ServiceCounts(fitted.bare()).service(part) == service.service())
              .forEach(part -> assertThat(part.most()[of]).isLessThanOrEqualTo(most));
        }
      }
    }
    assertThat(bounded).isPositive();
    for (ServiceSpec service : fitted.services()) { // bytes have room for the packets
      long packets = service.quantities().get(0).most();
      long bytes = service.quantities().get(1).most();
      assertThat(bytes == Long.MAX_VALUE || packets <= bytes / 20).isTrue();
    }
  }
}
