package io.stanflow.codec;

/** The visits that a sampled host is to have, one after the other. */
public interface VisitSource {
  /** No visits. */
  VisitSource NONE =
      new VisitSource() {
        @Override
        public long time() {
          return Long.MAX_VALUE;
        }

        @Override
        public Visit take() {
          throw new IllegalStateException("no visit");
        }

        @Override
        public double perUnit() {
          return 0;
        }
      };

  /** Time of the next visit, clock units; the largest number if there is none. */
  long time();

  /** The next visit, which is then no longer the next. */
  Visit take();

  /** Visits in a clock unit that hosts like this one had in the training flows. */
  double perUnit();
}
