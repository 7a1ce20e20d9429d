/** What Google answers; always JSON. */
export interface GoogleAnswer {
  status: number;
  body: object;
}

const SERVICE = 'monitoring.googleapis.com';
const CONSOLE = 'https://console.developers.google.com';
const SOON = 'wait a few minutes for the action to propagate to our systems and retry.';
const EXPECTED =
  'Expected OAuth 2 access token, login cookie or other valid authentication credential. See https://developers.google.com/identity/sign-in/web/devconsole-project.';

/** @param old the reason in the older form of an error @param info the reason in the newer one, where it has one */
function refusal(
  code: number,
  status: string,
  old: string,
  message: string,
  info?: { reason: string; number?: string },
): GoogleAnswer {
  const consumer = info?.number && { consumer: `projects/${info.number}` };
  const detail = info && {
    '@type': 'type.googleapis.com/google.rpc.ErrorInfo',
    reason: info.reason,
    domain: 'googleapis.com',
    metadata: { service: SERVICE, ...consumer },
  };
  const errors = [{ message, domain: 'global', reason: old }];
  return {
    status: code,
    body: { error: { code, message, errors, status, ...(detail && { details: [detail] }) } },
  };
}

export const ok = (body: object): GoogleAnswer => ({ status: 200, body });

/** Of the token address, whose errors have a form of their own. */
export const tokenRefusal = (words: string, error = 'invalid_grant', status = 400): GoogleAnswer => ({
  status,
  body: { error, error_description: words },
});

export const apiOff = (number: string) =>
  refusal(
    403,
    'PERMISSION_DENIED',
    'accessNotConfigured',
    `Cloud Monitoring API has not been used in project ${number} before or it is disabled. Enable it by visiting ${CONSOLE}/apis/api/${SERVICE}/overview?project=${number} then retry. If you enabled this API recently, ${SOON}`,
    { reason: 'SERVICE_DISABLED', number },
  );

export const billingOff = (number: string) =>
  refusal(
    403,
    'PERMISSION_DENIED',
    'forbidden',
    `This API method requires billing to be enabled. Please enable billing on project #${number} by visiting ${CONSOLE}/billing/enable?project=${number} then retry. If you enabled billing for this project recently, ${SOON}`,
    { reason: 'BILLING_DISABLED', number },
  );

/** Also for a project that does not exist: Google does not tell the two apart. */
export const noPermission = (permission: string) =>
  refusal(
    403,
    'PERMISSION_DENIED',
    'forbidden',
    `Permission ${permission} denied (or the resource may not exist).`,
  );

export const smallScope = () =>
  refusal(
    403,
    'PERMISSION_DENIED',
    'insufficientPermissions',
    'Request had insufficient authentication scopes.',
    { reason: 'ACCESS_TOKEN_SCOPE_INSUFFICIENT' },
  );

export const rateLimited = (number: string) =>
  refusal(
    429,
    'RESOURCE_EXHAUSTED',
    'rateLimitExceeded',
    `Quota exceeded for quota metric 'Time series queries' and limit 'Time series queries per minute' of service '${SERVICE}' for consumer 'project_number:${number}'.`,
    { reason: 'RATE_LIMIT_EXCEEDED', number },
  );

export const unavailable = () =>
  refusal(503, 'UNAVAILABLE', 'backendError', 'The service is currently unavailable.');

export const badToken = () =>
  refusal(401, 'UNAUTHENTICATED', 'authError', `Request had invalid authentication credentials. ${EXPECTED}`);

export const noToken = () =>
  refusal(
    401,
    'UNAUTHENTICATED',
    'required',
    `Request is missing required authentication credential. ${EXPECTED}`,
    { reason: 'CREDENTIALS_MISSING' },
  );

export const notFound = (words: string) => refusal(404, 'NOT_FOUND', 'notFound', words);

export const badRequest = (words: string) => refusal(400, 'INVALID_ARGUMENT', 'badRequest', words);
