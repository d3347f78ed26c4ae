package io.stanflow.forecast;

import io.stanflow.codec.Profile;
import io.stanflow.flow.Hours;
import java.util.List;

/** How the hours of a model's network differ: the mean over its hosts of ln(1 + flows). */
final class NetworkDay {
  /** By the hour of the week. */
  private final double[] logs = new double[Hours.A_WEEK];

  NetworkDay(List<Profile> profiles) {
    double hosts = profiles.stream().mapToDouble(profile -> profile.spec().hosts()).sum();
    for (Profile profile : profiles) {
      double[] rhythm = profile.spec().rhythm();
      for (int h = 0; h < logs.length; h++) {
        logs[h] += Math.log1p(rhythm[h % rhythm.length]) * profile.spec().hosts() / hosts;
      }
    }
  }

  /** Of the hour that begins at {@code micros}, which may be that of two clock hours. */
  double at(long micros) {
    double gone = Math.floorMod(micros, Hours.MICROS) / (double) Hours.MICROS;
    int now = Hours.ofWeek(micros);
    return (1 - gone) * logs[now] + gone * logs[(now + 1) % logs.length];
  }
}
