package io.togglebolt.itests.benchmarks.metrics.side;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpContext;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpPrincipal;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A request that came over no network, and whose answer is counted and thrown away. */
final class DirectExchange extends HttpExchange {
  private static final int OK = 200;

  private final Map<String, Object> attributes = new HashMap<>();
  private final Headers request = new Headers();
  private final Headers response = new Headers();
  private final URI uri;
  private final CountingStream body = new CountingStream();
  private int code = -1;

  DirectExchange(URI uri) {
    this.uri = uri;
  }

  /** How long the answer's body was. */
  long bytesSent() {
    if (code != OK) {
      throw new IllegalStateException(uri + " was answered with " + code + "; expected " + OK);
    }
    return body.count;
  }

  @Override
  public Headers getRequestHeaders() {
    return request;
  }

  @Override
  public Headers getResponseHeaders() {
    return response;
  }

  @Override
  public URI getRequestURI() {
    return uri;
  }

  @Override
  public String getRequestMethod() {
    return "GET";
  }

  @Override
  public HttpContext getHttpContext() {
    throw new UnsupportedOperationException("there is no server");
  }

  @Override
  public void close() {}

  @Override
  public InputStream getRequestBody() {
    return InputStream.nullInputStream();
  }

  @Override
  public OutputStream getResponseBody() {
    return body;
  }

  @Override
  public void sendResponseHeaders(int status, long length) {
    code = status;
  }

  @Override
  public InetSocketAddress getRemoteAddress() {
    return new InetSocketAddress(0);
  }

  @Override
  public int getResponseCode() {
    return code;
  }

  @Override
  public InetSocketAddress getLocalAddress() {
    return new InetSocketAddress(0);
  }

  @Override
  public String getProtocol() {
    return "HTTP/1.1";
  }

  @Override
  public @Nullable Object getAttribute(String name) {
    return attributes.get(name);
  }

  @Override
  public void setAttribute(String name, Object value) {
    attributes.put(name, value);
  }

  @Override
  public void setStreams(@Nullable InputStream in, @Nullable OutputStream out) {
    throw new UnsupportedOperationException("there is no connection to filter");
  }

  @Override
  public @Nullable HttpPrincipal getPrincipal() {
    return null;
  }

  private static final class CountingStream extends OutputStream {
    private long count;

    @Override
    public void write(int one) {
      count++;
    }

    @Override
    public void write(byte[] bytes, int offset, int length) {
      count += length;
    }
  }
}
