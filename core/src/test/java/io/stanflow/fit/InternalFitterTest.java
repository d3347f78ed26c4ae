package io.stanflow.fit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.stanflow.codec.FlowCodec;
import io.stanflow.codec.Profile;
import io.stanflow.codec.spec.InternalSpec;
import io.stanflow.codec.spec.InternalSpec.Held;
import io.stanflow.codec.spec.InternalSpec.Role;
import io.stanflow.flow.Address;
import io.stanflow.flow.Flow;
import io.stanflow.flow.Series;
import io.stanflow.testing.MemoryTable;
import io.stanflow.testing.OfficeLan;
import io.stanflow.testing.SimulatedTraffic;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InternalFitterTest {
  private static final int SERVER = 1;
  private static final int PRINTS = 5;
  private static final int CLIENT = OfficeLan.HOSTS - 1;

  private static TrainingData fit(MemoryTable table, int k, int profileK) throws IOException {
    return TrainingData.fit(table, new TrainingData.Options(k, profileK, 0, 1));
  }

  private static boolean isWith(Flow flow, Address peer) {
    return flow.sourceAddress().equals(peer) || flow.destinationAddress().equals(peer);
  }

  /** Index of the role that a host's peer has, by their first flow. */
  private static int role(TrainingData data, Series host, Address peer) {
    Flow first = host.flows().stream().filter(f -> isWith(f, peer)).findFirst().orElseThrow();
    FlowCodec codec = data.codec();
    return codec.spec().internal().role(codec.outcomes().of(codec.observe(first, host.host()), 0));
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2})
  void clientsAreHostsAndPrintersAreNot(long seed) throws IOException {
    MemoryTable table = OfficeLan.table(seed);
    TrainingData data = fit(table, 5, 1);
    InternalSpec spec = data.codec().spec().internal();
    Address client = table.addresses().get(CLIENT);
    Role served = spec.roles().get(role(data, table.series().get(SERVER), client));
    assertThat(served.hosts()).isEqualTo(OfficeLan.SERVERS * OfficeLan.CLIENTS);
    assertThat(served.others()).isZero();
    int printer = role(data, table.series().get(PRINTS), OfficeLan.printer(0));
    assertThat(spec.roles().get(printer).hosts()).isZero();
    int printing = OfficeLan.PRINTERS * OfficeLan.PRINTING;
    assertThat(spec.roles().get(printer).others()).isEqualTo(printing);
    assertThat(spec.roles().get(printer).addresses()).isEqualTo(OfficeLan.PRINTERS);
  }

  @Test
  void aProfileHoldsTheRolesOfItsHosts() throws IOException {
    MemoryTable table = OfficeLan.table(3);
    TrainingData own = fit(table, 5, 1);
    int role = role(own, table.series().get(SERVER), table.addresses().get(CLIENT));
    assertThat(own.ownProfiles().get(CLIENT).spec().roles()).contains(new Held(role, 1, 1));
    List<Held> server = own.ownProfiles().get(SERVER).spec().roles();
    assertThat(server).noneMatch(each -> each.role() == role);
    double clients = 0;
    TrainingData blended = fit(table, 5, 2);
    int same = role(blended, table.series().get(SERVER), table.addresses().get(CLIENT));
    for (Profile blend : blended.modelProfiles()) {
      clients +=
          blend.spec().roles().stream()
              .filter(each -> each.role() == same)
              .mapToDouble(each -> each.share() * blend.spec().hosts())
              .sum();
    }
    assertThat(clients).isCloseTo(OfficeLan.SERVERS * OfficeLan.CLIENTS, within(1e-9));
  }

  @Test
  void aPopularPeerMayBeAHost() throws IOException {
    TrainingData data = fit(OfficeLan.table(3), 5, 1);
    int[] popular = data.ownProfiles().get(OfficeLan.NAMES).spec().popular();
    assertThat(popular).hasSize(1);
    assertThat(data.codec().spec().addresses().popular()[popular[0]]).startsWith("internal/0/");
    assertThat(data.ownProfiles().get(SERVER).spec().popular()).isEmpty();
  }

  @Test
  void whatFewAddressesHavePartInIsOneRoleOrNone() throws IOException {
    MemoryTable table = OfficeLan.table(4);
    Address client = table.addresses().get(CLIENT);
    var two =
        new MemoryTable(
            table.schema(),
            table.internal(),
            table.series().stream().map(s -> new Series(s.host(), few(s, table, client))).toList());
    assertThat(fit(two, 5, 1).codec().spec().internal()).isNull();
    InternalSpec pooled = fit(two, 3, 1).codec().spec().internal();
    assertThat(pooled.roles()).containsExactly(new Role(Role.OTHER, 1, 1, 1));
    assertThat(pooled.role(0)).isZero();
    InternalSpec apart = fit(two, 2, 1).codec().spec().internal();
    assertThat(apart.roles()).hasSize(2).noneMatch(role -> role.service() == Role.OTHER);
    assertThat(apart.role(Integer.MAX_VALUE)).isEqualTo(-1);
  }

  /** Of the flows inside the network those of a server with a client, of a host with a printer. */
  private static List<Flow> few(Series series, MemoryTable table, Address client) {
    boolean serves = series.host().equals(table.addresses().get(SERVER));
    boolean prints = series.host().equals(table.addresses().get(PRINTS));
    return series.flows().stream()
        .filter(
            flow ->
                !SimulatedTraffic.INTERNAL.contains(flow.sourceAddress())
                    || !SimulatedTraffic.INTERNAL.contains(flow.destinationAddress())
                    || (serves && isWith(flow, client))
                    || (prints && isWith(flow, OfficeLan.printer(0))))
        .toList();
  }
}
