/**
 * Go's words for a connection that gave no answer (net, crypto/tls, crypto/x509, net/http), as vmagent passes them on
 * for deliveries and for scrapes; most telling first. Two words in one text are looked for from its beginning, each for
 * itself: `a.*b` takes time quadratic in a text that has many `a` and no `b`.
 */
export const goErrors = {
  dns: /no such host|server misbehaving|temporary failure in name resolution|^(?=[\s\S]*\blookup \S+ on )(?=[\s\S]*(?:timeout|deadline|refused))/i,
  tls: /x509:|tls:|HTTP response to HTTPS client/i,
  refused: /connection refused/i,
  'no-route': /network is unreachable|no route to host|host is down/i,
  timeout: /timeout|timed out|deadline exceeded/i,
  closed: /\bEOF\b|connection reset|broken pipe|closed (?:network )?connection|GOAWAY/i,
};
