export const targetCauses = [
  'status',
  'over-limit',
  'too-large',
  'unreadable',
  'dns',
  'tls',
  'refused',
  'no-route',
  'timeout',
  'closed',
] as const;
export type TargetCause = (typeof targetCauses)[number];

/** vmagent's words on a scrape that failed (lib/promscrape/scrapework.go, client.go) and Go's on a connection. */
const PATTERNS: Record<TargetCause, RegExp> = {
  status: /unexpected status code returned when scraping/i,
  'over-limit': /exceeds sample_limit=|exceeding label_limit=|series_limit/i,
  'too-large': /maxScrapeSize|max_scrape_size/i,
  unreadable: /cannot (?:decompress|parse|read gzipped)|malformed HTTP/i,
  dns: /no such host|server misbehaving|temporary failure in name resolution|\blookup \S+ on .*(?:timeout|refused)/i,
  tls: /x509:|tls:|HTTP response to HTTPS client/i,
  refused: /connection refused/i,
  'no-route': /network is unreachable|no route to host|host is down/i,
  timeout: /timeout|timed out|deadline exceeded/i,
  closed: /\bEOF\b|connection reset|broken pipe|closed (?:network )?connection/i,
};

/** Why a scrape failed, by vmagent's words; null: these are none that are known. @param lastError untrusted text */
export function targetCause(lastError: string | null): TargetCause | null {
  return targetCauses.find((cause) => PATTERNS[cause].test(lastError ?? '')) ?? null;
}
