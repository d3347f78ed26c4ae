package io.stanflow.codec;

import io.stanflow.flow.Address;
import io.stanflow.flow.Flow;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Samples rows with every allowed component as likely as any other: no network would ever do so,
 * but the hard rules must hold and leave something to draw all the same.
 */
public final class UniformSampling {
  private UniformSampling() {}

  /** So many rows of one host. */
  public static List<Flow> rows(
      FlowCodec codec,
      HostSampler.KnownAddresses known,
      Profile profile,
      int flows,
      Address host,
      long seed) {
    return rowsAt(codec, known, profile, flows, HostSampler.Place.alone(host), seed);
  }

  /** Likewise of a host in its network. */
  static List<Flow> rowsAt(
      FlowCodec codec,
      HostSampler.KnownAddresses known,
      Profile profile,
      int flows,
      HostSampler.Place place,
      long seed) {
    var random = new SplittableRandom(seed);
    var sampler = new HostSampler(codec, known, profile, hour(flows), place, null, random.split());
    var buffer = new RowBuffer(codec);
    List<Flow> rows = new ArrayList<>();
    while (rows.size() < flows) {
      sampler.begin(buffer);
      for (int f = 0; f < codec.layout().fields().size(); f++) {
        if (sampler.present(f)) {
          sampler.draw(f, choose(sampler, f, codec, random), gauss(random), width(random));
        }
        sampler.decided(f);
      }
      rows.add(sampler.finish());
    }
    return rows;
  }

  /** So many flows at an even pace in an hour of seconds, and on at that pace. */
  static Intensity hour(long flows) {
    return Intensity.planned(new long[] {0, 3600}, new double[] {flows}, 3600, 0, Long.MAX_VALUE);
  }

  private static double gauss(SplittableRandom random) {
    return 3 * random.nextGaussian();
  }

  private static double width(SplittableRandom random) {
    return Math.exp(random.nextDouble(-7, 3));
  }

  static int choose(HostSampler sampler, int f, FlowCodec codec, SplittableRandom random) {
    Field field = codec.layout().fields().get(f);
    float[] allowed = new float[field.components()];
    sampler.possible(f, allowed);
    int count = 0;
    for (float one : allowed) {
      count += (int) one;
    }
    if (count == 0) {
      throw new IllegalStateException("the hard rules leave nothing to draw for " + field.name());
    }
    int at = random.nextInt(count);
    int component = 0;
    while (allowed[component] == 0 || at-- > 0) {
      component++;
    }
    return component;
  }
}
