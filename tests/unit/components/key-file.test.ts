import { describe, expect, it } from 'vitest';
import { readKeyFile } from '@/components/forms/sources/gcp/key-file';

const key = {
  type: 'service_account',
  project_id: 'my-project-123',
  private_key: '-----BEGIN PRIVATE KEY-----\nx\n-----END PRIVATE KEY-----\n',
  client_email: 'weir@my-project-123.iam.gserviceaccount.com',
};

describe('readKeyFile', () => {
  it('finds the account and the project', () => {
    expect(readKeyFile(JSON.stringify(key))).toMatchObject({
      ok: true,
      email: key.client_email,
      projectId: key.project_id,
    });
  });

  it.each([
    ['text', 'hello', /not JSON/],
    ['a JSON string', '"hello"', /not JSON/],
    ['null', 'null', /not JSON/],
    ['a list', '[1]', /service account/],
    ['a user credential', JSON.stringify({ ...key, type: 'authorized_user' }), /service account/],
    ['a key without its private half', JSON.stringify({ ...key, private_key: '' }), /incomplete/],
    ['a field of a wrong type', JSON.stringify({ ...key, project_id: 7 }), /incomplete/],
    ['a huge file', 'x'.repeat(20_000), /too large/],
  ])('says what is wrong with %s', (_, text, problem) => {
    const result = readKeyFile(text);
    expect(result.ok).toBe(false);
    expect(result.ok ? '' : result.problem).toMatch(problem);
  });
});
