package io.stanflow.evaluate.report;

import io.stanflow.evaluate.privacy.MembershipAttack;
import io.stanflow.evaluate.privacy.Privacy;
import io.stanflow.evaluate.privacy.Privacy.Addresses;
import io.stanflow.evaluate.privacy.Privacy.ClosestRecords;
import io.stanflow.evaluate.privacy.Privacy.Copies;
import io.stanflow.evaluate.report.Table.Row;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** The tables of {@link Privacy}, each with what it does not prove. */
final class PrivacyTables {
  private final Cells cells;

  PrivacyTables(Cells cells) {
    this.cells = cells;
  }

  Table copies() {
    Function<Column, Copies> part = part(Privacy::copies);
    var rows = new ArrayList<Row>();
    if (cells.any(part)) {
      rows.add(cells.row("exact copies, %", part, its -> Cells.percent(its.exact())));
      rows.add(
          cells.row(
              "copies but for addresses, %", part, its -> Cells.percent(its.withoutAddresses())));
      rows.add(cells.row("flows looked up", part, its -> Integer.toString(its.flows())));
    }
    return cells.table(
        "Copies of training flows",
        "Does not prove memory: small flows repeat by chance, as the later real flows show. Does"
            + " not prove its absence: a flow changed in one value is no copy.",
        rows);
  }

  Table closest() {
    Function<Column, ClosestRecords> part = part(Privacy::closest);
    var rows = new ArrayList<Row>();
    if (cells.any(part)) {
      rows.add(
          cells.row(
              "share nearest to a training flow (95 % interval)",
              part, its -> Cells.interval(its.trainingShare(), its.low(), its.high())));
      rows.add(cells.row("flows of each", part, its -> Integer.toString(its.flows())));
    }
    return cells.table(
        "Closest records: share of flows nearer to a training flow than to a held-out one",
        "1/2 is ideal. Does not prove privacy: data that pass can still be open to membership"
            + " attacks (The DCR Delusion, 2025).",
        rows);
  }

  Table addresses() {
    Function<Column, Addresses> part = part(Privacy::addresses);
    var rows = new ArrayList<Row>();
    if (cells.any(part)) {
      rows.add(cells.row("peer addresses", part, its -> Long.toString(its.peers())));
      rows.add(
          cells.row("of those in the training flows", part, its -> Long.toString(its.known())));
      rows.add(cells.row("of those rare there", part, its -> Long.toString(its.rare())));
      rows.add(cells.row("rare: fewer hosts than", part, its -> Integer.toString(its.k())));
      rows.add(
          cells.row("flows to known peers, %", part, its -> Cells.percent(its.flowsToKnown())));
      rows.add(cells.row("flows to rare peers, %", part, its -> Cells.percent(its.flowsToRare())));
      rows.add(cells.row("internal hosts shown again", part, its -> Long.toString(its.hosts())));
    }
    return cells.table(
        "Addresses of the training flows",
        "An address that comes back says that someone talked to it. Does not prove that an address"
            + " that stays away is hidden: its flows may still be recognised.",
        rows);
  }

  /** Attacks on the model, one a row. */
  static Table membership(List<MembershipAttack> attacks) {
    return new Table(
        "Membership: can an attack tell training flows from other real ones",
        "AUC 1/2: it cannot. The attacks on time also see traffic drift, which their control shows."
            + " Does not prove that no attack can: a stronger one may exist.",
        List.of("", "AUC", "95 % interval", "members", "non-members"),
        attacks.stream().map(PrivacyTables::row).toList());
  }

  private static Row row(MembershipAttack its) {
    return new Row(
        its.attack(),
        List.of(
            Cells.number(its.auc()),
            Cells.number(its.low()) + " to " + Cells.number(its.high()),
            Integer.toString(its.members()),
            Integer.toString(its.nonMembers())));
  }

  private static <P> Function<Column, P> part(Function<Privacy, P> part) {
    return column -> column.privacy() == null ? null : part.apply(column.privacy());
  }
}
