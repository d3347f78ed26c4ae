package io.stanflow.codec;

import io.stanflow.codec.mixture.Target;
import io.stanflow.codec.spec.CodecSpec;
import io.stanflow.codec.spec.QuantitySpec;
import io.stanflow.fit.Fits;
import io.stanflow.flow.Address;
import io.stanflow.flow.FlowTable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Encodes a table as {@link SeriesEncoder} does, and tries for every present field whether the
 * sampler's draw of the first target component gives the flow's value back.
 */
final class Walk {
  /** A field whose true value the sampler would not draw. */
  record Miss(String field, Observation truth, String what) {
    @Override
    public String toString() {
      return field + ": " + what;
    }
  }

  final FlowCodec codec;
  final List<Miss> exceptions = new ArrayList<>();
  int fields;

  /** Rows whose direction is coded: neither visits nor ticks. */
  int directions;

  /** Fields without a choice. */
  int onlies;

  private final AddressBook book;
  private final SplittableRandom random = new SplittableRandom(5);
  private final float[] allowed;

  Walk(FlowTable table, int k) throws IOException {
    this(table, Fits.codec(table, k), k);
  }

  private Walk(FlowTable table, FlowCodec codec, int k) throws IOException {
    this(table, codec, Fits.given(table, codec, k));
  }

  Walk(FlowTable table, FlowCodec codec) throws IOException {
    this(table, codec, GivenFlows.NONE);
  }

  Walk(FlowTable table, FlowCodec codec, GivenFlows given) throws IOException {
    this.codec = codec;
    book = codec.book(table.internal());
    int most = codec.layout().fields().stream().mapToInt(Field::components).max().orElseThrow();
    allowed = new float[most];
    var encoder =
        new SeriesEncoder(codec, book, table.recording(), given) {
          @Override
          void encode(Step step, Row row, Observation truth, Target target) {
            super.encode(step, row, truth, target);
            attempt(step, row, truth, target);
          }
        };
    table.forEachSeries(series -> Fits.encode(encoder, codec, book, series));
  }

  private void attempt(Step step, Row row, Observation truth, Target target) {
    fields++;
    directions += step instanceof DirectionStep ? 1 : 0;
    step.possible(row, allowed);
    RowCopy before = RowCopy.of(row);
    attemptOnly(step, row, truth, before);
    if (target.count() == 0 && step.field().free() == 0) {
      note(step, truth, "no component covers the value");
      return;
    }
    for (int i = 0; i < target.count(); i++) {
      int component = target.component(i);
      if (allowed[component] > 0) {
        step.draw(row, component, 0, 1, random);
        String wrong = compare(step, row, truth, target, i);
        int counted = step.counted(row, component);
        boolean counts = counted >= 0 && target.logDensity(i) == 0;
        if (wrong == null && counts && counted != target.component(0)) {
          wrong = "what counts for " + counted + ", not for " + target.component(0);
        }
        before.restore(row);
        step.present(row); // the ranges are scratch
        if (wrong != null) {
          note(step, truth, "component " + component + " draws " + wrong);
        }
      } else if (i == 0) {
        note(step, truth, "component " + component + " is not allowed");
      }
    }
  }

  /** Where a step names its only component, no other that is allowed may give another value. */
  private void attemptOnly(Step step, Row row, Observation truth, RowCopy before) {
    int only = step.only(row);
    if (only < 0) {
      return;
    }
    onlies++;
    step.draw(row, only, 0, 1, random);
    long[] quantities = row.flow.quantities.clone();
    for (int c = 0; c < step.field().components(); c++) {
      before.restore(row);
      step.present(row);
      if (allowed[c] > 0 && (c == only || step instanceof QuantityStep)) {
        step.draw(row, c, 0, 1, random);
        if (!Arrays.equals(row.flow.quantities, quantities)) {
          note(step, truth, "component " + c + " gives another value than " + only);
        }
      } else if (allowed[c] > 0 || c == only) {
        note(step, truth, "component " + c + " beside " + only);
      }
    }
    before.restore(row);
    step.present(row);
  }

  private void note(Step step, Observation truth, String what) {
    var copy = new Observation(truth.words.length, truth.quantities.length);
    copy.protocol = truth.protocol;
    System.arraycopy(truth.quantities, 0, copy.quantities, 0, copy.quantities.length);
    exceptions.add(new Miss(step.field().name(), copy, what));
  }

  /** What is wrong with the value that row has drawn, or null. */
  private String compare(Step step, Row row, Observation truth, Target target, int i) {
    Observation flow = row.flow;
    boolean exact = target.logDensity(i) == 0;
    String name = step.field().name();
    if (step instanceof TurnStep) {
      return row.turned == row.own() ? "another's turn" : null;
    } else if (step instanceof GapStep) {
      boolean later = flow.time >= row.base;
      return later ? same(exact, flow.time, truth.time) : "a time before the last";
    } else if (step instanceof PeerStep) {
      boolean met = row.host.find(truth.peer) != null;
      boolean old = row.peerCode == PeerStep.OLD;
      boolean right = old || row.peer == null || row.peer.address.equals(truth.peer);
      return right && row.met == met ? null : "another peer";
    } else if (step instanceof PopularStep) {
      return flow.peer.equals(truth.peer) ? null : "another popular peer";
    } else if (step instanceof PrefixStep) {
      int near = row.prefix - (step.field().components() - NearPeers.CLASSES);
      boolean fits = near >= 0 ? isOutside(row, truth.peer) : prefixFits(row, truth.peer);
      return fits ? null : "another prefix";
    } else if (step instanceof OctetStep) {
      int octet = name.charAt(name.length() - 1) - '1';
      return same(true, row.octets[octet], truth.peer.octet(octet));
    } else if (step instanceof ConnectionStep) {
      return connection(row, truth);
    } else if (step instanceof DirectionStep) {
      return flow.outgoing == truth.outgoing ? null : "the other direction";
    } else if (step instanceof ProtocolStep) {
      return same(true, flow.protocol, truth.protocol);
    } else if (step instanceof PortStep) {
      boolean local = name.equals("localPort");
      long port = local ? flow.localPort : flow.peerPort;
      return port < 0 || port > 65_535
          ? "port " + port
          : same(exact, port, local ? truth.localPort : truth.peerPort);
    } else if (step instanceof CategoryStep) {
      return word(name, flow, truth);
    }
    return quantity(name, flow, truth, exact);
  }

  private static String same(boolean exact, long drawn, long truth) {
    return exact && drawn != truth ? drawn + " for " + truth : null;
  }

  /** Who it is follows at the row's end. */
  private boolean isOutside(Row row, Address truth) {
    boolean later = row.flow.peer == null && !row.peer.internal;
    return later && !book.isInternal(truth);
  }

  private boolean prefixFits(Row row, Address truth) {
    if (PrefixStep.isIpv4(row.prefix)) {
      return truth.isIpv4() && !book.isInternal(truth) && row.peer == null;
    }
    if (row.prefix == PrefixStep.INTERNAL) { // who it is follows at the row's end
      return book.isInternal(truth) && row.peer.internal && row.flow.peer == null;
    }
    return isOutside(row, truth) && row.block.contains(truth);
  }

  private static String connection(Row row, Observation truth) {
    Observation flow = row.flow;
    boolean right =
        (!row.protocolKnown || flow.protocol == truth.protocol)
            && (!row.localPortKnown || flow.localPort == truth.localPort)
            && (!row.peerPortKnown || flow.peerPort == truth.peerPort);
    return right ? null : "another connection";
  }

  private String word(String name, Observation flow, Observation truth) {
    for (int i = 0; i < flow.words.length; i++) {
      CodecSpec.NamedCategories named = codec.spec().categories().get(i);
      if (named.name().equals(name)) {
        var rare = List.of(named.code().rare());
        boolean both = rare.contains(truth.words[i]) && rare.contains(flow.words[i]);
        return both || flow.words[i].equals(truth.words[i]) ? null : "the word " + flow.words[i];
      }
    }
    return "no such category";
  }

  private String quantity(String name, Observation flow, Observation truth, boolean exact) {
    for (int i = 0; i < flow.quantities.length; i++) {
      QuantitySpec spec = codec.spec().quantities().get(i);
      if (spec.name().equals(name)) {
        long drawn = flow.quantities[i];
        long divisor = spec.divisor() < 0 ? 1 : truth.quantities[spec.divisor()];
        boolean inside = drawn >= 0 && (spec.divisor() < 0 || drawn <= spec.most() * divisor);
        return inside ? same(exact, drawn, truth.quantities[i]) : drawn + ", out of range";
      }
    }
    return "no such quantity";
  }
}
