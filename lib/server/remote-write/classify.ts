import 'server-only';
import {
  type Answer,
  type Finding,
  NEW_TOKEN,
  POLICY_PAGE,
  type ProbeTarget,
  STACK_PAGE,
  wrongUrl,
} from './findings';
import { readGrafanaToken, regionOfHost } from './grafana-token';
import { isWebPage } from './impostor';

const ACCEPTED: Finding = {
  outcome: 'ok',
  message: 'The destination accepts data with these credentials.',
  hint: null,
  field: null,
};

/** What the destination's answer means. Whether a 2XX with a text is one of remote write shows with a second request. */
export function classifyAnswer(target: ProbeTarget, { status, contentType, body }: Answer): Finding {
  const isPage = isWebPage({ contentType, body });
  if (status >= 300 && status < 400) {
    return wrongUrl('The address sends visitors on to another one, as web pages do.', whereFor(target));
  }
  if (isPage && status < 500 && status !== 401 && status !== 403 && status !== 429) {
    return wrongUrl('A web page answers at this address, not a metrics store.', whereFor(target));
  }
  // Remote write answers nothing; what answers in its own format is remote read.
  if (status >= 200 && status < 300 && /protobuf/i.test(contentType)) {
    return wrongUrl('This address gives samples out; it takes none.', whereFor(target));
  }
  if (status >= 200 && status < 300) return ACCEPTED;
  if (status === 401 || status === 403) return refusal(target, status, body.toLowerCase());
  if (status === 404 || status === 405) {
    return wrongUrl(
      `The host answers, but takes no metrics at this path (HTTP ${status}).`,
      whereFor(target),
    );
  }
  if (status === 400 && /http request to (?:an )?https|plain http request/i.test(body)) {
    return wrongUrl(
      'This port expects https://, and the address begins with http://.',
      'Change http:// to https://',
    );
  }
  if (status === 429) {
    return {
      outcome: 'rate-limited',
      message: 'The destination answers, but takes no more data at the moment (HTTP 429).',
      hint: 'You can go on: what is not taken waits in the buffer and is sent later. Look at the limits of your account.',
      field: null,
    };
  }
  if (status >= 500) {
    return {
      outcome: 'server-error',
      message: `The destination has a fault of its own (HTTP ${status}).`,
      hint: 'Try again in a minute. If it stays, look at the status page of the destination, such as status.grafana.com.',
      field: null,
    };
  }
  return {
    outcome: 'unexpected',
    message: `The destination gave an answer that is not expected of a remote-write endpoint (HTTP ${status}).`,
    hint: 'Check the address; if it is right, look into the log of the destination.',
    field: 'url',
  };
}

/**
 * Why Grafana Cloud's gateway said no, by the words it is known to use:
 * "authentication error: invalid token" (grafana/alloy#3359), "invalid scope requested" when the policy lacks the
 * scope or its realm does not hold the instance, "legacy auth cannot be upgraded because the host is not found"
 * (cloud-graphite-scripts#13) when the user name is no instance; Grafana itself says "invalid username or password"
 * (grafana/agent#133). Other servers say too little to tell name and password apart.
 */
function refusal(target: ProbeTarget, status: number, body: string): Finding {
  if (target.kind === 'other') {
    return {
      outcome: status === 401 ? 'wrong-id-or-token' : 'missing-scope',
      message:
        status === 401
          ? 'The destination refuses the user name or the password; it does not say which.'
          : 'The destination knows these credentials, but does not let them write.',
      hint: 'Check both against the settings of the destination.',
      field: status === 401 && target.username === '' ? 'username' : 'password',
    };
  }
  if (body.includes('scope')) return missingScope(target);
  if (body.includes('invalid username or password')) {
    return wrongUrl('This is the address of a Grafana, not of its metrics store.', whereFor(target));
  }
  const token = readGrafanaToken(target.secret);
  if (token.kind === 'access-policy' && token.organisationId === target.username) {
    return wrongId('This is the number of your organisation, not of the metrics instance.');
  }
  if (/host is not found|legacy auth|instance|tenant|no org id|user/.test(body)) {
    return wrongId('Grafana Cloud knows no metrics instance with this ID.');
  }
  if (/token|expired|api key/.test(body)) return wrongToken(target);
  if (status === 403) return missingScope(target);
  return {
    outcome: 'wrong-id-or-token',
    message: 'The destination refuses the instance ID or the token; it does not say which.',
    hint: `${STACK_PAGE} Compare the instance ID there; then, if it is right, make a new token with the scope metrics:write.`,
    field: 'token',
  };
}

function wrongId(message: string): Finding {
  return {
    outcome: 'wrong-id',
    message,
    hint: `${STACK_PAGE} Copy the number beside Username / Instance ID.`,
    field: 'instanceId',
  };
}

function wrongToken(target: ProbeTarget): Finding {
  const token = readGrafanaToken(target.secret);
  const tokenRegion = token.kind === 'access-policy' ? token.region : null;
  const hostRegion = regionOfHost(target.url.hostname);
  const isElsewhere =
    tokenRegion !== null &&
    hostRegion !== null &&
    tokenRegion.startsWith('prod-') &&
    tokenRegion !== hostRegion;
  return {
    outcome: 'wrong-token',
    message: isElsewhere
      ? `Grafana Cloud refuses the token: it was made for the region ${tokenRegion}, and this address is in ${hostRegion}.`
      : 'Grafana Cloud refuses the token: it is mistyped, expired or deleted.',
    hint: NEW_TOKEN,
    field: 'token',
  };
}

function missingScope(target: ProbeTarget): Finding {
  return {
    outcome: 'missing-scope',
    message: 'Grafana Cloud knows the token, but its policy does not allow writing metrics to this instance.',
    hint: `${POLICY_PAGE} Edit the policy: add the scope metrics:write, and choose the realm that holds the stack with instance ID ${target.username}.`,
    field: 'token',
  };
}

function whereFor({ kind }: ProbeTarget): string {
  return kind === 'grafana-cloud'
    ? `${STACK_PAGE} Copy the Remote Write Endpoint; it ends in /api/prom/push.`
    : 'Look up the remote-write address of the destination; for VictoriaMetrics it ends in /api/v1/write.';
}
