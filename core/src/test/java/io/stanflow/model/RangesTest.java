package io.stanflow.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.stanflow.flow.Range;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Every number that a model file may hold has a stated range. */
class RangesTest {
  private static final Set<Type> NUMBERS =
      Set.of(int.class, long.class, double.class, Integer.class, Long.class, Double.class);

  private static List<Type> parts(Type type) {
    if (type instanceof ParameterizedType of) {
      return Arrays.stream(of.getActualTypeArguments()).flatMap(t -> parts(t).stream()).toList();
    }
    Class<?> kind = (Class<?>) type;
    return kind.isArray() ? parts(kind.getComponentType()) : List.of(kind);
  }

  @Test
  void everyNumberHasOne() throws ClassNotFoundException {
    List<Class<?>> records = new ArrayList<>();
    records.add(Class.forName(ModelFile.class.getName() + "$Header"));
    Set<Class<?>> seen = new HashSet<>(records);
    int ranges = 0;
    for (int i = 0; i < records.size(); i++) {
      for (RecordComponent component : records.get(i).getRecordComponents()) {
        Range range = component.getAnnotation(Range.class);
        for (Type part : parts(component.getGenericType())) {
          if (NUMBERS.contains(part)) {
            assertThat(range).as("%s", component).isNotNull();
            assertThat(range.least()).as("%s", component).isLessThan(range.most());
            ranges++;
          } else if (((Class<?>) part).isRecord() && seen.add((Class<?>) part)) {
            records.add((Class<?>) part);
          }
        }
      }
    }
    assertThat(records).hasSizeGreaterThan(14);
    assertThat(ranges).isGreaterThan(50);
  }
}
