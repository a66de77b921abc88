package io.togglebolt.itests.benchmarks.space;

import java.util.List;

/**
 * A table of the report: a row for each contender.
 *
 * @param title what it shows
 * @param columns its figures; the last one is that by which contenders are compared
 * @param goals what ours should reach
 */
record Table(String title, List<Column> columns, List<Goal> goals) {

  Column last() {
    return columns.getLast();
  }
}
