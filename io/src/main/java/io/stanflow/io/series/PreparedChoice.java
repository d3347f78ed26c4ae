package io.stanflow.io.series;

import io.stanflow.flow.Cidr;
import io.stanflow.flow.PreparedFlows;
import io.stanflow.io.file.InputException;
import io.stanflow.io.load.ReadOptions;
import java.util.ArrayList;
import java.util.List;

/**
 * How the hosts of prepared flows were chosen, which is not done again.
 *
 * @param folder as the user named it
 */
record PreparedChoice(PreparedFlows says, String folder) {
  /**
   * The internal networks.
   *
   * @param asked by the user; none to take them as they are
   * @throws InputException if they are others
   */
  InternalNetworks networks(List<Cidr> asked) throws InputException {
    List<Cidr> blocks = says.blocks();
    if (!asked.isEmpty() && !asked.equals(blocks)) {
      throw new InputException(
          folder,
          "is prepared for the internal networks " + InternalNetworks.join(blocks),
          "leave --internal out, or prepare it again");
    }
    String note =
        "internal networks as prepared: %s; hosts with %,d flows or more, %,d of them at most"
            .formatted(InternalNetworks.join(blocks), says.minFlows(), says.mostHosts());
    return new InternalNetworks(blocks, note);
  }

  ReadOptions.Hosts whose() {
    return new ReadOptions.Hosts(says.blocks(), says.minFlows(), says.mostHosts());
  }

  /** Fails if there are more or less than were written. */
  void check(long flows, long hosts) throws InputException {
    PreparedFlows.Table table = says.table();
    if (flows != table.chosenFlows() || hosts != table.chosenHosts()) {
      throw new InputException(
          folder,
          "has %,d flows of %,d hosts, but %s says %,d of %,d"
              .formatted(
                  flows, hosts, PreparedFlows.FILE, table.chosenFlows(), table.chosenHosts()),
          "copy the whole folder again");
    }
  }

  /** What was left out, a sentence each, for the user. */
  List<String> notes() {
    PreparedFlows.Table table = says.table();
    var notes = new ArrayList<String>();
    if (table.outside() > 0) {
      notes.add(
          "flows left out, as no side is internal: "
              + LeftOut.share(table.outside(), table.flows()));
    }
    var left =
        new HostSample.Left(
            table.hosts(), table.quiet(), table.quietFlows(), table.beyond(), table.beyondFlows());
    notes.addAll(LeftOut.notes(table.flows(), left));
    return notes;
  }
}
