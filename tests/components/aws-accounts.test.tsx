import { screen, waitFor, within } from '@testing-library/react';
import { describe, expect, test } from 'vitest';
import { type Answers, refusedFields } from '../support/components/fake-api';
import { type GivenSources, openSources } from '../support/components/open-sources';
import { emptyPlan } from '../support/fixtures/settings-fixtures';

const PLAN = 'yace reads its file again.';
const open = (aws: GivenSources['aws'] = {}, more: GivenSources = {}, answers: Answers = {}) =>
  openSources({ ...more, aws }, answers, [PLAN]);
const ARN = 'arn:aws:iam::210987654321:role/weir';
const OTHER = 'arn:aws:iam::333333333333:role/weir';

const accounts = async () => within(await screen.findByRole('group', { name: 'Accounts' }));
const roleField = async (nth: number) => (await accounts()).findByLabelText<HTMLInputElement>(`Role ${nth}`);
const addAccount = async (user: ReturnType<typeof open>['user']) =>
  user.click((await accounts()).getByRole('button', { name: 'Add an account' }));
const apply = async (user: ReturnType<typeof open>['user']) => {
  await screen.findAllByText(PLAN);
  await user.click(await screen.findByRole('button', { name: 'Apply' }));
};

describe('the accounts of AWS', () => {
  test('are that of the key, to which others are added with the keyboard', async () => {
    const { user, sent } = open();
    expect((await accounts()).queryByRole('checkbox')).toBeNull();
    await addAccount(user);
    await waitFor(async () => expect(await roleField(1)).toBe(document.activeElement));
    await user.keyboard(`${ARN}{Enter}`);
    await waitFor(async () => expect(document.activeElement).toBe(await roleField(2)));
    // An empty line is followed by no other.
    await user.keyboard('{Enter}');
    expect((await accounts()).queryByLabelText('Role 3')).toBeNull();
    await user.keyboard(OTHER);
    await user.tab();
    await user.keyboard('b-1');
    (await accounts()).getByText('In account 210987654321.');
    const own = (await accounts()).getByRole<HTMLInputElement>('checkbox', { name: /account of the key/ });
    expect(own.checked).toBe(true);
    await user.click(own);
    await apply(user);
    await waitFor(() => expect(sent('PUT /api/settings')).toHaveLength(1));
    expect(sent('PUT /api/settings')).toMatchObject([
      {
        body: {
          sources: {
            aws: {
              roles: [
                { arn: ARN, externalId: '' },
                { arn: OTHER, externalId: 'b-1' },
              ],
              ownAccount: false,
            },
          },
        },
      },
    ]);
  });

  test('are taken out; the last role leaves that of the key', async () => {
    const { user, sent } = open({ roles: [{ arn: ARN, externalId: 'x1' }], ownAccount: false });
    expect((await roleField(1)).value).toBe(ARN);
    await user.click((await accounts()).getByRole('button', { name: 'Remove role 1' }));
    expect(document.activeElement).toBe((await accounts()).getByRole('button', { name: 'Add an account' }));
    expect((await accounts()).queryByLabelText('Role 1')).toBeNull();
    await apply(user);
    await waitFor(() => expect(sent('PUT /api/settings')).toHaveLength(1));
    expect(sent('PUT /api/settings')).toMatchObject([
      { body: { sources: { aws: { roles: [], ownAccount: true } } } },
    ]);
  });

  test('are left out of a change of something else', async () => {
    const { user, sent } = open({ roles: [{ arn: 'odd', externalId: ' ' }], ownAccount: false });
    await accounts();
    await user.click(screen.getByRole('checkbox', { name: 'SQS' }));
    await apply(user);
    await waitFor(() => expect(sent('PUT /api/settings')).toHaveLength(1));
    const [change] = sent('PUT /api/settings');
    expect(change).not.toHaveProperty('body.sources.aws.roles');
    expect(change).not.toHaveProperty('body.sources.aws.ownAccount');
    expect(change).toHaveProperty('body.sources.aws.services');
  });

  test('that cannot be are said at their line, which keeps what was typed', async () => {
    const { user } = open({ regions: ['eu-west-1'] });
    await addAccount(user);
    await user.keyboard('arn:aws:iam::210987654321:user/weir');
    await user.tab();
    await user.keyboard('x');
    await user.tab();
    await screen.findByText(/^This is the ARN of a user and not of a role/);
    await screen.findByText(/^An external ID has 2 to 1224/);
    const field = await roleField(1);
    expect(field.getAttribute('aria-invalid')).toBe('true');
    await user.clear(field);
    await user.type(field, ARN);
    await waitFor(() => expect(screen.queryByText(/ARN of a user/)).toBeNull());
    await addAccount(user);
    await user.keyboard(ARN);
    await user.tab();
    await screen.findByText(/^Account 210987654321 is there already/);
    await user.type(field, '{backspace}');
    await user.click((await accounts()).getByRole('button', { name: 'Remove role 1' }));
    await waitFor(() => expect(screen.queryByText(/is there already/)).toBeNull());
    expect((await roleField(1)).value).toBe(ARN);
  });

  test('have the server’s problem at their field', async () => {
    const problem = { message: 'This role is odd.', hint: 'Mend it.', field: 'sources.aws.roles.0.arn' };
    const { user } = open({}, {}, { 'POST /api/settings/preview': { ...emptyPlan, problems: [problem] } });
    await addAccount(user);
    await user.paste(ARN);
    const said = await screen.findByText('This role is odd. Mend it.');
    expect((await roleField(1)).getAttribute('aria-describedby')).toContain(said.closest('[id]')?.id);
    await user.keyboard('-2');
    await screen.findByText('This role is odd. Mend it.');
  });

  test('have the focus at the line that is refused, by the form and by the server', async () => {
    const refusal = refusedFields({ 'sources.aws.roles.1.externalId': 'Nobody knows this one.' });
    const { user } = open({}, {}, { 'PUT /api/settings': refusal });
    await addAccount(user);
    await user.paste(ARN);
    await addAccount(user);
    await user.paste('arn:aws:iam::333333333333:user/weir');
    await user.click(await screen.findByRole('button', { name: 'Apply' }));
    await screen.findByText(/^This is the ARN of a user/);
    await waitFor(async () => expect(document.activeElement).toBe(await roleField(2)));
    await user.clear(await roleField(2));
    await user.paste(OTHER);
    await apply(user);
    await screen.findByText('Nobody knows this one.');
    const [, second] = (await accounts()).getAllByLabelText(/^External ID of role/);
    await waitFor(() => expect(document.activeElement).toBe(second));
  });

  test('that a hand has put out of reach are shown', async () => {
    open(
      { roles: [{ arn: ARN, externalId: '' }] },
      { locked: { 'sources.aws.roles': 'An alias is there.' } },
    );
    const group = await accounts();
    group.getByText('That of the key');
    group.getByText(ARN);
    group.getByText(/An alias is there/);
    expect(group.queryByRole('button')).toBeNull();
  });

  test('have what each of them needs among the steps to a key', async () => {
    const { user } = open({ roles: [{ arn: OTHER, externalId: 'b-1' }], ownAccount: false });
    await accounts();
    await user.click(screen.getByText('Where do I get a key that can only read?'));
    const json = screen.getAllByText(/"Version": "2012-10-17"/).map(({ textContent }) => textContent ?? '');
    expect(json).toHaveLength(3);
    expect(json[0]).toContain('"sts:AssumeRole"');
    expect(json[0]).toContain(OTHER);
    expect(json[0]).not.toContain('cloudwatch:');
    expect(json[1]).toContain('cloudwatch:GetMetricData');
    expect(json[2]).toContain('"sts:ExternalId": "b-1"');
    expect(json[2]).toContain('ARN-OF-THE-USER-OF-THE-KEY');
  });
});
