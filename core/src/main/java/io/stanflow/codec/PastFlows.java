package io.stanflow.codec;

import io.stanflow.flow.Series;
import java.util.List;
import java.util.Map;
import java.util.function.IntConsumer;

/**
 * Flows that a host has had, for it to remember: nothing of them is coded.
 *
 * @param given which of them are
 */
record PastFlows(FlowCodec codec, Series series, Map<Integer, Given> given) {
  /**
   * Walks them through the codec's steps.
   *
   * @param buffer holds the inputs of each row when {@code listener} is told its index
   */
  void walk(HostState host, RowBuffer buffer, IntConsumer listener) {
    given.values().forEach(each -> host.beginBy(each.time()));
    long[] next = SeriesEncoder.next(given, series.flows().size());
    List<Step> steps = codec.steps();
    for (int i = 0; i < next.length; i++) {
      codec.begin(buffer.row, host, next[i], buffer.inputs);
      if (given.containsKey(i)) {
        codec.give(buffer.row, given.get(i));
      }
      codec.view().observe(series.flows().get(i), series.host(), buffer.given);
      for (int f = 0; f < steps.size(); f++) {
        steps.get(f).present(buffer.row);
        steps.get(f).accept(buffer.row, buffer.given);
        codec.decided(f, buffer.row, buffer.inputs);
      }
      codec.commit(buffer.row, buffer.inputs);
      listener.accept(i);
    }
  }
}
