package io.togglebolt.itests.simulation.member;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.togglebolt.testkit.history.KeyValueModel.Append;
import io.togglebolt.testkit.history.KeyValueModel.CompareAndSet;
import io.togglebolt.testkit.history.KeyValueModel.Delete;
import io.togglebolt.testkit.history.KeyValueModel.Get;
import io.togglebolt.testkit.history.KeyValueModel.Operation;
import io.togglebolt.testkit.history.KeyValueModel.Put;
import java.util.List;
import org.junit.jupiter.api.Test;

class CommandTest {
  @Test
  void anEntryHoldsTheWholeCommand() {
    List<Operation> operations =
        List.of(
            new Put("k", "v"),
            new Delete("k"),
            new CompareAndSet("k", null, "v"),
            new CompareAndSet("k", "", "v"),
            new Append("k", "\u00e4"));
    for (Operation operation : operations) {
      Command command = new Command(7, Long.MAX_VALUE, operation);
      assertEquals(command, Command.decode(command.encode()));
    }
  }

  @Test
  void aReadIsNotProposed() {
    Command read = new Command(1, 1, new Get("k"));
    assertThrows(IllegalArgumentException.class, read::encode);
  }
}
