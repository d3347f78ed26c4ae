package io.stanflow.evaluate.learn;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class MatrixTest {
  @Test
  void scalesToMeanZeroAndVarianceOneWithMissingValuesAtTheMean() {
    var matrix = new Matrix(new float[] {1, 5, 3, 5, Float.NaN, 5}, 3, 2);
    Matrix scaled = matrix.scale().apply(matrix);
    assertThat(scaled.values()).containsExactly(-1, 0, 1, 0, 0, 0); // the second is constant
    var other = new Matrix(new float[] {5, 7}, 1, 2);
    assertThat(matrix.scale().apply(other).values()).containsExactly(3, 2);
  }

  @Test
  void putsOneBelowTheOther() {
    var one = new Matrix(new float[] {1, 2}, 1, 2);
    var two = new Matrix(new float[] {3, 4, 5, 6}, 2, 2);
    Matrix both = one.and(two);
    assertThat(both.rows()).isEqualTo(3);
    assertThat(both.get(0, 1)).isEqualTo(2);
    assertThat(both.get(2, 0)).isEqualTo(5);
  }
}
