import { describe, expect, test } from 'vitest';
import { isAbsent, permissionsIn, refusalOf } from '@/lib/server/grafana/answers';

const reply = (status: number, body: object | string) => ({
  status,
  text: typeof body === 'string' ? body : JSON.stringify(body),
});
const NEEDED = "You'll need additional permissions to perform this action. Permissions needed: ";

test.each([
  [401, { message: 'Invalid API key', messageId: 'api-key.invalid' }, /does not know the token/],
  [401, { message: 'Expired API key', messageId: 'api-key.expired' }, /has expired/],
  [401, { message: 'Revoked API key', messageId: 'api-key.revoked' }, /was revoked/],
  [401, { message: 'x', messageId: 'api-key.organization-mismatch' }, /another organisation/],
  [401, { message: 'Unauthorized' }, /does not know the token/],
  [403, { message: `${NEEDED}dashboards:create` }, /may not do this \(HTTP 403\): dashboards:create\./],
  [403, { message: 'Access denied to save dashboard' }, /may not do this \(HTTP 403\)\./],
  [412, { message: 'x', status: 'version-mismatch' }, /changed it in Grafana a moment ago/],
  [412, { message: 'x', status: 'name-exists' }, /has this name/],
  [412, { message: 'x', status: 'plugin-dashboard' }, /belongs to a plugin/],
  [409, { message: 'cannot change provenance' }, /does not fit .*It says: “cannot change provenance”\./],
  [400, { message: 'Cannot save provisioned dashboard' }, /from files of Grafana’s own machine/],
  [400, { message: 'uid too long, max 40 characters' }, /does not take it .*“uid too long/],
  [302, '', /sent on to another address/],
  [429, {}, /no more requests/],
  [503, '<html>', /failure of its own \(HTTP 503\)\.$/],
  [404, { message: 'Dashboard not found' }, /no longer exists/],
  [404, '<html>', /not Grafana \(HTTP 404\)/],
  [200, '<html>Sign in</html>', /not Grafana \(HTTP 200\)/],
])('HTTP %d %j is told in words of Weir’s own', (status, body, words) => {
  const { message, hint } = refusalOf(reply(status, body));
  expect(message).toMatch(words);
  expect(hint).toMatch(/\.$/);
});

describe('the permission', () => {
  test.each([
    [`${NEEDED}dashboards:create`, 'dashboards:create'],
    [
      `${NEEDED}all of alert.rules:create, alert.provisioning.provenance:write`,
      'alert.rules:create, alert.provisioning.provenance:write',
    ],
    [`${NEEDED}<img src=x:onerror> javascript:alert(1)`, 'javascript:alert'],
    ['dashboards:create', null],
    [`${NEEDED}${'a'.repeat(100_000)}:b`, null],
  ])('of %s is taken in the form of one only', (message, permission) => {
    expect(permissionsIn(message.slice(0, 200_000))).toBe(permission);
  });

  test('goes to the browser beside the words', () => {
    const refusal = refusalOf(reply(403, { message: `${NEEDED}folders:create` }));
    expect(refusal.answer('Weir')).toMatchObject({
      state: 'refused',
      permission: 'folders:create',
      message: expect.stringMatching(/^Weir: /),
    });
  });
});

test('words of Grafana are bounded and plain', () => {
  const { message } = refusalOf(reply(400, { message: `\u001b[31m<b>\u202e\n${'x'.repeat(5000)}` }));
  expect(message.length).toBeLessThan(300);
  // biome-ignore lint/suspicious/noControlCharactersInRegex: none is to be left
  expect(message).not.toMatch(/[\u0000-\u001f\u202e]/);
});

test('absent is what Grafana says is not there, and not a page of another server', () => {
  expect(isAbsent(reply(404, { message: 'Dashboard not found' }))).toBe(true);
  expect(isAbsent(reply(404, ''))).toBe(true);
  expect(isAbsent(reply(404, '<html>nginx</html>'))).toBe(false);
  expect(isAbsent(reply(200, ''))).toBe(false);
});
