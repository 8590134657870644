package dev.kassa.klarna.http;

import java.net.URI;
import org.springframework.http.HttpMethod;

/** Where a call goes, and by which method. */
record Endpoint(HttpMethod method, URI uri) {}
