import 'server-only';
import { hostOf } from '../outbound/address';
import { isOwnName } from '../outbound/own-hosts';
import { connectFinding, type Finding, NEW_TOKEN, type ProbeTarget, STACK_PAGE, wrongUrl } from './findings';
import { readGrafanaToken } from './grafana-token';

const OTHER_STORES = /^(?:logs|graphite|tempo|traces|profiles|otlp|alertmanager|influx|faro)-/;
/** Paths that act when they are asked, whatever is sent: deleting, reloading, ending, snapshots. */
const ADMINISTERS = /\/(?:-|admin|debug|flags|internal|snapshot)(?:\/|$)|delete_series|deleteSeries/i;
/** Where VictoriaMetrics and others take what is no remote write, and say yes to an empty request all the same. */
const OTHER_FORMATS =
  /\/(?:influx|opentelemetry|otlp|datadog|newrelic|zabbixconnector|graphite|opentsdb|import)(?:\/|$)/i;
const COPY_ENDPOINT = `${STACK_PAGE} Copy the Remote Write Endpoint.`;

/** What can be told without sending anything; null when it is worth a request. */
export function inspectTarget({ kind, url, username, secret }: ProbeTarget): Finding | null {
  if (isOwnName(hostOf(url))) return connectFinding('WEIR_REFUSED_ADDRESS', url);
  if (ADMINISTERS.test(url.pathname) || url.searchParams.has('match[]')) {
    return wrongUrl(
      'This address administers a metrics store; it takes no samples. A test of it could delete data, so nothing was sent.',
      'Look up the remote-write address; for VictoriaMetrics it ends in /api/v1/write.',
    );
  }
  if (OTHER_FORMATS.test(url.pathname)) {
    return wrongUrl(
      'The path of this address takes another format than remote write.',
      'Look up the remote-write address; for VictoriaMetrics it ends in /api/v1/write.',
    );
  }
  const isGrafana = isGrafanaHost(url.hostname);
  if (isGrafana && url.protocol !== 'https:') {
    return wrongUrl('Grafana Cloud is reached with https:// only.', `Use https://${url.host}${url.pathname}`);
  }
  // A stack's own name has letters and digits only; the names of its stores have hyphens.
  if (isGrafana && !url.hostname.includes('-')) {
    return wrongUrl('This is the address of your Grafana, not of its metrics store.', COPY_ENDPOINT);
  }
  if (isGrafana && OTHER_STORES.test(url.hostname)) {
    return wrongUrl('This address takes another kind of data than metrics.', COPY_ENDPOINT);
  }
  if (isGrafana && !/^\/api\/prom\/push\/*$/.test(url.pathname)) {
    return wrongUrl(
      'The path of this address is not the one that takes metrics.',
      `It should be https://${url.host}/api/prom/push`,
    );
  }
  if (kind === 'other') return null;
  if (secret === '') {
    return { outcome: 'wrong-token', message: 'There is no token yet.', hint: NEW_TOKEN, field: 'token' };
  }
  if (username === '') {
    return {
      outcome: 'wrong-id',
      message: 'There is no instance ID yet.',
      hint: `${STACK_PAGE} It is the number beside Username / Instance ID.`,
      field: 'instanceId',
    };
  }
  return isGrafana ? inspectToken(secret) : null;
}

function inspectToken(secret: string): Finding | null {
  const token = readGrafanaToken(secret);
  const wrong = (message: string): Finding => ({
    outcome: 'wrong-token',
    message,
    hint: NEW_TOKEN,
    field: 'token',
  });
  switch (token.kind) {
    case 'service-account':
      return wrong(
        'This is a token of a service account (glsa_…). It opens Grafana itself, not its metrics store.',
      );
    case 'access-policy-damaged':
      return wrong('This token is not complete: part of it was lost when it was copied.');
    case 'other':
      return wrong('This is not a token of a Cloud Access Policy: those begin with glc_.');
    default:
      return null;
  }
}

function isGrafanaHost(host: string): boolean {
  return host === 'grafana.net' || host.endsWith('.grafana.net');
}
