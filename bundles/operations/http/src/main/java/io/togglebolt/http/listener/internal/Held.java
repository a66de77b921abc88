package io.togglebolt.http.listener.internal;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpContext;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpPrincipal;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * An exchange in the hands of a handler, whose end stays with the listener. The JDK's exchange
 * hides from whoever closes it that the answer could not be sent, and then its server counts a
 * connection that is gone until the answer would have timed out; so the handler's {@code close}
 * does nothing, and that a write failed is remembered even where the handler does not mind.
 */
final class Held extends HttpExchange {
  private final HttpExchange exchange;
  private boolean broken;

  Held(HttpExchange exchange) {
    this.exchange = exchange;
  }

  /** Whether something of the answer could not be sent. Asked when the handler is done. */
  boolean broken() {
    return broken;
  }

  @Override
  public void close() {
    // The listener does so when the handler has returned.
  }

  @Override
  public OutputStream getResponseBody() {
    return new Watched(exchange.getResponseBody());
  }

  @Override
  public void sendResponseHeaders(int code, long length) throws IOException {
    exchange.sendResponseHeaders(code, length);
  }

  @Override
  public Headers getRequestHeaders() {
    return exchange.getRequestHeaders();
  }

  @Override
  public Headers getResponseHeaders() {
    return exchange.getResponseHeaders();
  }

  @Override
  public URI getRequestURI() {
    return exchange.getRequestURI();
  }

  @Override
  public String getRequestMethod() {
    return exchange.getRequestMethod();
  }

  @Override
  public HttpContext getHttpContext() {
    return exchange.getHttpContext();
  }

  @Override
  public InputStream getRequestBody() {
    return exchange.getRequestBody();
  }

  @Override
  public InetSocketAddress getRemoteAddress() {
    return exchange.getRemoteAddress();
  }

  @Override
  public int getResponseCode() {
    return exchange.getResponseCode();
  }

  @Override
  public InetSocketAddress getLocalAddress() {
    return exchange.getLocalAddress();
  }

  @Override
  public String getProtocol() {
    return exchange.getProtocol();
  }

  @Override
  public @Nullable Object getAttribute(String name) {
    return exchange.getAttribute(name);
  }

  @Override
  public void setAttribute(String name, @Nullable Object value) {
    exchange.setAttribute(name, value);
  }

  @Override
  public void setStreams(@Nullable InputStream in, @Nullable OutputStream out) {
    exchange.setStreams(in, out);
  }

  @Override
  public @Nullable HttpPrincipal getPrincipal() {
    return exchange.getPrincipal();
  }

  /** Remembers a failure to send. */
  private final class Watched extends FilterOutputStream {
    Watched(OutputStream out) {
      super(out);
    }

    @Override
    public void write(int oneByte) throws IOException {
      watch(() -> out.write(oneByte));
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      watch(() -> out.write(bytes, offset, length));
    }

    @Override
    public void flush() throws IOException {
      watch(out::flush);
    }

    @Override
    public void close() throws IOException {
      watch(out::close);
    }
  }

  /** Something that is sent. */
  private interface Sending {
    void send() throws IOException;
  }

  private void watch(Sending sending) throws IOException {
    boolean sent = false;
    try {
      sending.send();
      sent = true;
    } finally {
      broken |= !sent;
    }
  }
}
