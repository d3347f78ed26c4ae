package io.stanflow.testing;

import io.stanflow.flow.Attribute;
import io.stanflow.flow.Cidr;
import io.stanflow.flow.Flow;
import io.stanflow.flow.FlowTable;
import io.stanflow.flow.Schema;
import io.stanflow.flow.Series;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Simulated data with known statistics: two columns, no time, no address. Column {@code x} is a
 * first-order autoregressive process, column {@code y} hangs on it,
 *
 * <pre>
 * x_t = φ · x_{t−1} + √(1 − φ²) · ε_t        y_t = ρ · x_t + √(1 − ρ²) · η_t
 * </pre>
 *
 * with standard normal ε and η. So both have mean 0 and variance 1, x has lag-1 autocorrelation φ,
 * y has φρ², and the two have correlation ρ. STAN checks itself on data of this kind ("artificial"
 * in Xu et al. 2021, section 5.1).
 */
public final class Ar1Table implements FlowTable {
  private static final double STEP = 1e4;
  private final Schema schema =
      new Schema(List.of(Attribute.continuous("x"), Attribute.continuous("y")));
  private final List<Flow> rows = new ArrayList<>();

  /**
   * Simulates a table, values rounded to four decimals.
   *
   * @param phi autocorrelation of x, in (-1, 1)
   * @param rho correlation of x and y, in (-1, 1)
   */
  public Ar1Table(int size, double phi, double rho, long seed) {
    if (!(Math.abs(phi) < 1 && Math.abs(rho) < 1)) {
      throw new IllegalArgumentException("phi and rho are in (-1, 1)");
    }
    var random = new SplittableRandom(seed);
    double x = random.nextGaussian();
    for (int i = 0; i < size; i++) {
      double y = rho * x + Math.sqrt(1 - rho * rho) * random.nextGaussian();
      rows.add(new Flow.Draft(schema).real(0, round(x)).real(1, round(y)).flow());
      x = phi * x + Math.sqrt(1 - phi * phi) * random.nextGaussian();
    }
  }

  private static double round(double value) {
    return Math.rint(value * STEP) / STEP;
  }

  @Override
  public Schema schema() {
    return schema;
  }

  @Override
  public String format() {
    return "csv";
  }

  @Override
  public long size() {
    return rows.size();
  }

  @Override
  public int hosts() {
    return 1;
  }

  @Override
  public List<Cidr> internal() {
    return List.of();
  }

  @Override
  public void forEachSeries(Visitor visitor) throws java.io.IOException {
    visitor.visit(new Series(null, rows));
  }
}
