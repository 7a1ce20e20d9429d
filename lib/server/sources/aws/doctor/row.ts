import 'server-only';
import { listed } from '@/lib/english';
import { plural } from '@/lib/format';
import { plainText } from '../../../vmagent/plain-text';
import { bare, type Row } from '../../doctor/failed-row';
import { untriedOf } from './besides';
import type { Kind } from './kinds';
import type { Listed, Resource } from './lists';
import { UNTAGGED } from './refusal';
import { tagCommand } from './tag-command';

const MOST_NAMES = 10;
const NAME_CHARS = 80;

/** What was found of a service in a region that may be asked. */
interface Found {
  region: string;
  kind: Kind;
  /** ARNs with a tag. */
  tagged: { items: string[]; isAll: boolean };
  /** What the service itself says; refused: not known. */
  listed: Listed;
}

/** Of a namespace whose resources are not looked up, or of what else it needs. */
export function allowedRow(namespace: string): Row {
  const untried = untriedOf(namespace);
  if (untried.length === 0)
    return { ...bare, state: 'ok', message: 'AWS allows all that it needs.', fix: null };
  return {
    ...bare,
    state: 'unknown',
    message: `AWS allows all else that it needs; ${listed(untried)} ${untried.length === 1 ? 'was' : 'were'} not tried.`,
    fix: null,
  };
}

/** Of what has a tag and what has none. */
export function foundRow({ region, kind, tagged, listed }: Found): Row {
  const withTag = new Set(tagged.items);
  const isSeen = ({ arn, within = arn }: Resource) => withTag.has(arn) || withTag.has(within);
  if (!listed.ok || !listed.value.isAll || !tagged.isAll) return unlistedRow(kind, tagged);
  const all = listed.value.items.filter(({ arn }) => kind.isOne.test(arn));
  const seen = all.filter(isSeen);
  const unseen = all.filter((resource) => !isSeen(resource));
  const ofHolder = seen.filter(({ arn }) => !withTag.has(arn)).length;
  if (all.length === 0) return { ...bare, ...nothing, found: 0, message: `There is no ${kind.one} here.` };
  const words = [seenWords(kind, seen.length, ofHolder), unseenWords(kind, unseen.length)];
  const named = unseen.slice(0, MOST_NAMES);
  return {
    state: unseen.length === 0 ? 'ok' : 'warn',
    message: words.filter(Boolean).join(' '),
    fix: unseen.length === 0 ? null : FIX_TAG,
    found: seen.length,
    unseen:
      unseen.length === 0
        ? null
        : {
            names: named.map(({ name }) => plainText(name, NAME_CHARS) ?? ''),
            count: unseen.length,
            command: tagCommand(
              region,
              named.map(({ arn }) => arn),
            ),
          },
  };
}

const FIX_TAG =
  'Give those that you want to see a tag: any will do. The command below does it, run by a user who may tag.';
const nothing = { state: 'warn', fix: 'Take the service or the region from the source, or wait.' } as const;

function seenWords({ one, many }: Kind, seen: number, ofHolder: number): string {
  if (seen === 0) return '';
  const through = ofHolder === 0 ? '' : `, ${ofHolder === seen ? 'all' : ofHolder} by the tag of the cluster`;
  return `${plural(seen, `${one} has a tag and is`, `${many} have a tag and are`)} read${through}.`;
}

const unseenWords = ({ one, many }: Kind, unseen: number) =>
  unseen === 0
    ? ''
    : `${plural(unseen, `${one} has no tag and is`, `${many} have no tag and are`)} not seen.`;

/** Of a namespace of which it is only looked for what has a tag. */
export function taggedRow(namespace: string, kind: Kind, tagged: Found['tagged']): Row {
  const found = unlistedRow(kind, tagged);
  const untried = untriedOf(namespace);
  if (found.state !== 'ok' || untried.length === 0) return found;
  return { ...found, state: 'unknown', message: `${found.message} ${allowedRow(namespace).message}` };
}

/** Where the service does not say what it has, or there is too much of it. */
function unlistedRow({ one, many, isOne, holds }: Kind, { items, isAll }: Found['tagged']): Row {
  const own = items.filter((arn) => isOne.test(arn)).length;
  const holders = holds === undefined ? 0 : items.filter((arn) => holds.test(arn)).length;
  if (own + holders === 0)
    return { ...bare, state: 'warn', message: UNTAGGED.words, fix: UNTAGGED.fix ?? null };
  const clusters = `of ${plural(holders, 'cluster')} with a tag all services are read`;
  const message = [
    own > 0 &&
      `${isAll ? '' : 'At least '}${plural(own, `${one} has a tag and is`, `${many} have a tag and are`)} read`,
    holders > 0 && (own > 0 ? clusters : `O${clusters.slice(1)}`),
  ];
  return {
    ...bare,
    state: 'ok',
    message: `${message.filter(Boolean).join('; ')}.`,
    fix: null,
    found: holders === 0 && isAll ? own : null,
  };
}
