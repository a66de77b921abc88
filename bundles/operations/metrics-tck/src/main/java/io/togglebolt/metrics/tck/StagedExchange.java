package io.togglebolt.metrics.tck;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpContext;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpPrincipal;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A request that is answered into memory, as strict as the JDK's server. */
final class StagedExchange extends HttpExchange {
  private static final int NOT_SENT = -1;

  private final String method;
  private final URI uri;
  private final Headers requestHeaders = new Headers();
  private final Headers responseHeaders = new Headers();
  private final ByteArrayOutputStream body = new ByteArrayOutputStream();
  private int status = NOT_SENT;
  private long announced;

  StagedExchange(String method, URI uri, Map<String, String> headers) {
    this.method = method;
    this.uri = uri;
    headers.forEach(requestHeaders::add);
  }

  StagedHttp.Response response() {
    if (status == NOT_SENT) {
      throw new AssertionError(method + " " + uri + " was not answered");
    }
    if (announced > 0 && announced != body.size()) {
      throw new AssertionError(
          "a body of " + body.size() + " bytes was sent; announced were " + announced);
    }
    if (body.size() > 0 && (announced < 0 || method.equals("HEAD"))) {
      throw new AssertionError(method + " " + uri + " was answered with a body");
    }
    return new StagedHttp.Response(status, responseHeaders, body.toByteArray());
  }

  @Override
  public Headers getRequestHeaders() {
    return requestHeaders;
  }

  @Override
  public Headers getResponseHeaders() {
    return responseHeaders;
  }

  @Override
  public URI getRequestURI() {
    return uri;
  }

  @Override
  public String getRequestMethod() {
    return method;
  }

  @Override
  public HttpContext getHttpContext() {
    throw new UnsupportedOperationException("no server is behind this request");
  }

  @Override
  public void close() {}

  @Override
  public InputStream getRequestBody() {
    return new ByteArrayInputStream(new byte[0]);
  }

  @Override
  public OutputStream getResponseBody() {
    if (status == NOT_SENT) {
      throw new AssertionError("a body was begun before the headers were sent");
    }
    return body;
  }

  @Override
  public void sendResponseHeaders(int code, long length) throws IOException {
    if (status != NOT_SENT) {
      throw new IOException("headers already sent");
    }
    status = code;
    announced = length;
  }

  @Override
  public InetSocketAddress getRemoteAddress() {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
  }

  @Override
  public int getResponseCode() {
    return status;
  }

  @Override
  public InetSocketAddress getLocalAddress() {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
  }

  @Override
  public String getProtocol() {
    return "HTTP/1.1";
  }

  @Override
  public @Nullable Object getAttribute(String name) {
    return null;
  }

  @Override
  public void setAttribute(String name, @Nullable Object value) {
    throw new UnsupportedOperationException("attributes are shared by all requests of a server");
  }

  @Override
  public void setStreams(InputStream in, OutputStream out) {
    throw new UnsupportedOperationException("filters have no place here");
  }

  @Override
  public @Nullable HttpPrincipal getPrincipal() {
    return null;
  }
}
