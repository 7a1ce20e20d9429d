import 'server-only';
import { readAwsPlace } from '@/lib/pipeline/sources/aws/accounts';
import { type Accounts, callersOf, isRegion } from './accounts';
import type { Caller } from './ask';
import { listApis } from './lists';

const MOST_REGIONS = 20;
const MOST_ACCOUNTS = 10;
const ID = /\/apis\/([a-z0-9]{4,40})$/;

/**
 * Names of HTTP APIs by their ids, which are unlike in all accounts. YACE needs the same list, and so the same permission.
 * Never throws.
 */
export async function apiNames(
  caller: Caller,
  accounts: Accounts,
  places: readonly string[],
): Promise<Map<string, string>> {
  const regions = [...new Set(places.map((place) => readAwsPlace(place).region))].filter(isRegion);
  const callers = await callersOf(caller, accounts, MOST_ACCOUNTS);
  const asked = callers.flatMap(({ answer }) => (answer.ok ? [answer.value] : []));
  const lists = await Promise.all(
    regions
      .slice(0, MOST_REGIONS)
      .flatMap((region) => asked.map((one) => listApis({ caller: one, region, account: '' }))),
  );
  const items = lists.flatMap((list) => (list.ok ? list.value.items : []));
  return new Map(
    items.flatMap(({ arn, name }) => {
      const [, id] = ID.exec(arn) ?? [];
      return id === undefined ? [] : [[id, name] as const];
    }),
  );
}
