package io.togglebolt.etcd.payload.internal;

import io.togglebolt.etcd.payload.PayloadText;
import io.togglebolt.raft.Entry;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/** Payloads in words as a service; the messages' classes are loaded when the first one is asked. */
@Component(service = PayloadText.class)
public final class PayloadTextComponent implements PayloadText {
  private final PayloadText text = new EtcdPayloadText();

  /** Made by Declarative Services. */
  @Activate
  public PayloadTextComponent() {}

  @Override
  public String of(Entry entry) {
    return text.of(entry);
  }
}
