import type { Json } from './components.ts';

export const DESCRIPTION = [
  'The API of a Weir panel. The panel’s own pages use it, and so may others.',
  'A script sends a token, made under Settings → Panel, as `Authorization: Bearer …`. The read token opens the status and the metrics; the write token also reads and changes settings. Everything else is for the signed-in owner, whose browser has a cookie.',
  'A request that changes something is sent as `application/json`. What is refused is answered with one envelope, `ErrorBody`; its `code` is stable, its `message` and `hint` are for people. Times that end in `AtMs` are milliseconds since 1970; what nobody knows is null, never 0.',
  'Every answer has an `X-Request-Id`, which the panel’s log has, too. `HEAD` is answered as `GET`, without the body. A method that a path does not have is answered 405, and a path that is no plain one 400, both without a body.',
  'Text that comes from metrics, logs, clouds and containers is passed on as it came: escape it where it is shown.',
].join('\n\n');

const header = (name: string, isRequired: boolean, description: string, schema: Json): Json => ({
  name,
  in: 'header',
  required: isRequired,
  description,
  schema,
});

export const parameters: Record<string, Json> = {
  IfMatch: header(
    'If-Match',
    true,
    'The state of the files that the change was made for: the `revision` of `GET /api/settings` in double quotes, which is also its ETag. `*` changes whatever is there.',
    { type: 'string', examples: ['"a1b2c3d4e5f60718"', '*'] },
  ),
  IfMatchPart: header(
    'If-Match',
    false,
    'The `revision` of the part as it was read, in double quotes. Without it whatever is there is changed.',
    { type: 'string' },
  ),
  IdempotencyKey: header(
    'Idempotency-Key',
    false,
    'A random UUID. The same request with the same key within 30 seconds is answered once more, and done once.',
    { type: 'string' },
  ),
};

const bearer = (description: string): Json => ({ type: 'http', scheme: 'bearer', description });

export const securitySchemes: Record<string, Json> = {
  session: {
    type: 'apiKey',
    in: 'cookie',
    name: 'weir_session',
    description: 'The owner’s browser, signed in by `POST /api/session`.',
  },
  readToken: bearer('Opens the status, the metrics and this description; changes nothing.'),
  writeToken: bearer('Opens what the read token opens, and reads and changes settings.'),
  vmagentToken: bearer('Of the panel’s own vmagent; opens the metrics alone.'),
};
