package io.togglebolt.shell.internal;

import io.togglebolt.storage.FreelistComparison.Role;
import io.togglebolt.storage.FreelistComparison.Row;
import java.util.List;

/**
 * What a comparison of freelist policies has come to.
 *
 * @param database the database's name
 * @param nanos for how long its traffic was followed
 * @param transactions how many transactions it committed meanwhile
 * @param rows the database's own figures, then those of each policy
 */
record ComparedPolicies(String database, long nanos, long transactions, List<Row> rows) {
  private static final String NOTHING = "-";

  private static final Columns<Row> COLUMNS =
      Columns.<Row>orElse("no policies")
          .text("policy", ComparedPolicies::name)
          .number("file pages", Row::filePages)
          .number("pending", Row::pendingPages)
          .number("free", Row::freePages)
          .number("released runs", row -> measured(row, String.valueOf(row.releasedRuns())))
          .number("asked", row -> measured(row, String.valueOf(row.releaseCalls())))
          .number("time in it", row -> measured(row, Units.nanos(row.policyNanos())))
          .number("transactions", Row::transactions)
          .text("given up", Row::problem);

  private static String name(Row row) {
    return switch (row.role()) {
      case DATABASE -> row.policy().isEmpty() ? "the database" : "the database, " + row.policy();
      case SERVING -> row.policy() + " (serves)";
      case SHADOW -> row.policy();
    };
  }

  private static String measured(Row row, String figure) {
    return row.role() == Role.DATABASE ? NOTHING : figure;
  }

  /** In words. */
  String text() {
    String during = " in " + Units.nanos(nanos);
    return transactions == 0
        ? database
            + ": no transaction was committed"
            + during
            + ", so there is nothing to compare; all are where they began\n"
            + COLUMNS.table(rows)
        : database
            + ": "
            + Units.count(transactions, "transaction")
            + during
            + "\n"
            + COLUMNS.table(rows);
  }
}
