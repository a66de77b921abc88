package io.togglebolt.http.listener.internal;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * What the listener itself answers. It is sent when this returns; the body is still open, and
 * ending it is up to whoever ends the exchange.
 */
final class Answers {
  private Answers() {}

  /** A short text. The connection goes on, so a client may ask for something else. */
  static void text(HttpExchange exchange, int code, String text) throws IOException {
    send(exchange, code, "text/plain; charset=utf-8", text + "\n");
  }

  /** That the client should come again in a second. */
  static void later(HttpExchange exchange, String text) throws IOException {
    exchange.getResponseHeaders().set("Retry-After", "1");
    text(exchange, 503, text);
  }

  /** The list of what is shown. */
  static void index(HttpExchange exchange, List<String> paths) throws IOException {
    StringBuilder page = new StringBuilder(256);
    page.append("<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">")
        .append("<title>Togglebolt</title></head><body><h1>Togglebolt</h1>\n");
    if (paths.isEmpty()) {
      page.append("<p>Nothing is shown here at the moment.</p>\n");
    }
    // Paths consist of characters that mean nothing in HTML; see Publications.
    for (String path : paths) {
      page.append("<p><a href=\"").append(path).append("\">").append(path).append("</a></p>\n");
    }
    page.append("</body></html>\n");
    send(exchange, 200, "text/html; charset=utf-8", page.toString());
  }

  private static void send(HttpExchange exchange, int code, String type, String text)
      throws IOException {
    byte[] body = text.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", type);
    exchange.getResponseHeaders().set("X-Content-Type-Options", "nosniff");
    if (exchange.getRequestMethod().equals("HEAD")) {
      exchange.getResponseHeaders().set("Content-Length", Integer.toString(body.length));
      exchange.sendResponseHeaders(code, -1);
      return;
    }
    exchange.sendResponseHeaders(code, body.length);
    OutputStream out = exchange.getResponseBody();
    out.write(body);
    out.flush();
  }
}
