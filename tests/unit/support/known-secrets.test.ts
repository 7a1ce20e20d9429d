import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { knownSecrets } from '@/lib/server/support/secrets';
import { freshStack } from '../../support/panel/route-call';

let stack: ReturnType<typeof freshStack>;
beforeEach(() => {
  stack = freshStack();
});
afterEach(() => stack.remove());

const valuesWith = async (gcp: object) => {
  writeFileSync(path.join(stack.stateDir, 'setup-draft.json'), JSON.stringify({ sources: { gcp } }));
  return (await knownSecrets()).map(({ value }) => value);
};

test('a key among the answers of the wizard is known by its secret parts', async () => {
  const keyJson = JSON.stringify({ private_key: 'not-a-key-0123456789', project_id: 'a-project' });
  const values = await valuesWith({ keyJson });
  expect(values).toContain('not-a-key-0123456789');
  expect(values).not.toContain('a-project');
});

test('a restore that was cut short: what states held, and were to hold', async () => {
  const notify = (token: string) =>
    JSON.stringify({ channels: [{ kind: 'telegram', token, chat: '12345678' }] });
  const states = [{ name: 'notify', before: notify('110201543:of-now'), after: notify('110201543:of-then') }];
  writeFileSync(path.join(stack.stateDir, 'apply.json'), JSON.stringify({ title: 'Restored', states }));
  const values = (await knownSecrets()).map(({ value }) => value);
  expect(values).toEqual(expect.arrayContaining(['110201543:of-now', '110201543:of-then']));
  expect(values).not.toContain('12345678');
});

test('of what is no key there, each long line is one secret', async () => {
  const [first, second] = ['not-a-token-first-line', 'not-a-token-second-line'];
  expect(await valuesWith({ keyJson: `${first}\n${second}\nend` })).toEqual(
    expect.arrayContaining([first, second]),
  );
});
