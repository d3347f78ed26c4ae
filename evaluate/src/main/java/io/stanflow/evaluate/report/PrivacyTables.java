package io.stanflow.evaluate.report;

import io.stanflow.evaluate.privacy.MembershipAttack;
import io.stanflow.evaluate.privacy.Privacy;
import io.stanflow.evaluate.report.Table.Row;
import java.util.List;
import java.util.function.Function;

/** The tables of {@link Privacy}, each with what it does not prove. */
final class PrivacyTables {
  private final Cells cells;

  PrivacyTables(Cells cells) {
    this.cells = cells;
  }

  Table copies() {
    return cells.table(
        "Copies of training flows",
        "Does not prove memory: small flows repeat by chance, as the later real flows show. Does"
            + " not prove its absence: a flow changed in one value is no copy.",
        part(Privacy::copies)
            .row("exact copies, %", copies -> Cells.percent(copies.exact()))
            .row("copies but for addresses, %", c -> Cells.percent(c.withoutAddresses()))
            .row("flows looked up", copies -> Integer.toString(copies.flows()))
            .rows());
  }

  Table closest() {
    return cells.table(
        "Closest records: share of flows nearer to a training flow than to a held-out one",
        "1/2 is ideal. Does not prove privacy: data that pass can still be open to membership"
            + " attacks (The DCR Delusion, 2025).",
        part(Privacy::closest)
            .row(
                "share nearest to a training flow (95 % interval)",
                share -> Cells.interval(share.trainingShare(), share.low(), share.high()))
            .row("flows of each", share -> Integer.toString(share.flows()))
            .rows());
  }

  Table addresses() {
    return cells.table(
        "Addresses of the training flows",
        "An address that comes back says that someone talked to it. Does not prove that an address"
            + " that stays away is hidden: its flows may still be recognised.",
        part(Privacy::addresses)
            .row("peer addresses", found -> Long.toString(found.peers()))
            .row("of those in the training flows", found -> Long.toString(found.known()))
            .row("of those rare there", found -> Long.toString(found.rare()))
            .row("rare: fewer hosts than", found -> Integer.toString(found.k()))
            .row("flows to known peers, %", found -> Cells.percent(found.flowsToKnown()))
            .row("flows to rare peers, %", found -> Cells.percent(found.flowsToRare()))
            .row("internal hosts shown again", found -> Long.toString(found.hosts()))
            .rows());
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

  private static Row row(MembershipAttack attack) {
    return new Row(
        attack.attack(),
        List.of(
            Cells.number(attack.auc()),
            Cells.number(attack.low()) + " to " + Cells.number(attack.high()),
            Integer.toString(attack.members()),
            Integer.toString(attack.nonMembers())));
  }

  private <P> Cells.Part<P> part(Function<Privacy, P> part) {
    return cells.part(c -> c.privacy() == null ? null : part.apply(c.privacy()));
  }
}
