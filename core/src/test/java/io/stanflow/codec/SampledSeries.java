package io.stanflow.codec;

import io.stanflow.codec.mixture.Target;
import io.stanflow.flow.Address;
import java.io.IOException;
import java.util.SplittableRandom;

/**
 * Encoded rows that no flow stands behind: the sampler's own, every allowed component as likely.
 */
public final class SampledSeries {
  private SampledSeries() {}

  /** Rows of one host; their targets are the components drawn. */
  public static EncodedSeries of(
      FlowCodec codec,
      HostSampler.KnownAddresses known,
      Profile profile,
      int rows,
      Address host,
      long seed)
      throws IOException {
    var random = new SplittableRandom(seed);
    var sampler =
        new HostSampler(
            codec,
            known,
            profile,
            UniformSampling.hour(rows),
            HostSampler.Place.alone(host),
            null,
            random.split());
    var buffer = new RowBuffer(codec);
    Layout layout = codec.layout();
    var series = new EncodedSeries(layout, rows, EncodedSeries.Room.HEAP);
    for (int row = 0; row < rows; row++) {
      sampler.begin(buffer);
      for (int f = 0; f < layout.fields().size(); f++) {
        Field field = layout.fields().get(f);
        var target = new Target(field.covers());
        if (sampler.present(f)) {
          int component = UniformSampling.choose(sampler, f, codec, random);
          sampler.draw(f, component, random.nextGaussian(), 1);
          target.add(component, 0);
        }
        series.setTarget(row, f, target);
        sampler.decided(f);
      }
      sampler.finish();
      series.setInputs(row, buffer.inputs());
    }
    return series;
  }
}
