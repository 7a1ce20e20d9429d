import 'server-only';
import { listed } from '@/lib/english';
import type { AccountRows } from './account-rows';
import { isOfKind } from './refusal';

type Alias = Pick<AccountRows, 'account' | 'alias'>;

const whose = (account: string) => (account === '' ? 'the key' : `the role in account ${account}`);
const holders = (all: readonly Alias[]) => listed(all.map(({ account }) => whose(account)));
const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);
const REFUSALS = ['permission', 'denied', 'organisation', 'boundary'];

/** What a permission that is not needed does to the names of all series; of what could not be asked, nothing. */
export function aliasNotes(all: readonly Alias[]): string[] {
  const isAlone = all.every(({ account }) => account === '');
  const refused = all.filter(
    ({ alias }) => alias?.ok === false && REFUSALS.some((kind) => isOfKind(alias.told, kind)),
  );
  const granted = all.flatMap(({ account, alias }) => {
    if (!alias?.ok || alias.value === '') return [];
    const of = isAlone ? 'AWS' : account === '' ? 'the key’s own account' : `account ${account}`;
    return [
      `Every series of ${of} has the label account_alias="${alias.value}". Taking iam:ListAccountAliases from ${whose(account)} later makes each of them a new series.`,
    ];
  });
  if (refused.length === 0) return granted;
  const [has, needs] = refused.length === 1 ? ['has', 'needs'] : ['have', 'need'];
  const series = isAlone ? 'every series of AWS' : 'every series of the account';
  return [
    ...granted,
    `${capital(holders(refused))} ${has} no iam:ListAccountAliases, and ${needs} none. Granting it later adds the label account_alias to ${series}, which makes each of them a new one.`,
  ];
}

/** Of what would say what has no tag, and was refused. */
export function listNote(all: readonly AccountRows[]): string | null {
  const without = all.filter(({ unlisted }) => unlisted.length > 0);
  if (without.length === 0) return null;
  const actions = [...new Set(without.flatMap(({ unlisted }) => unlisted))].sort();
  const rest = without.length === 1 ? 'has not and does not need' : 'have not and do not need';
  return `Resources without a tag cannot be named without ${listed(actions)}, which ${holders(without)} ${rest}.`;
}
