import 'server-only';
import path from 'node:path';
import { z } from 'zod';
import { dashboards } from '@/lib/dashboards/dashboards';
import { env } from '../env';
import { AppError } from '../errors';
import { readPlainFile } from '../files/disk/plain-file';
import { jsonIn } from '../json';
import { singleton } from '../singleton';
import { yamlData } from '../yaml';
import { digest, digestOfDashboard, digestOfGroup, type Group, groupSchema, type Json } from './stamp';

/** Of the folder: dashboards lie in it, and the rules in a folder within it. */
export const FOLDER_UID = 'weir';
export const FOLDER_TITLE = 'Weir';
export const RULES_FOLDER = 'Alerts';

interface Shipped {
  id: string;
  title: string;
  /** Digest of its content. */
  stamp: string;
}
export type ShippedDashboard = Shipped & { kind: 'dashboard'; json: Json };
export type ShippedRules = Shipped & { kind: 'rules'; group: Group };

/** What this version puts into Grafana. */
export interface ShippedSet {
  dashboards: ShippedDashboard[];
  rules: ShippedRules[];
  /** Digest of all of it. */
  digest: string;
}

const dashboardSchema = z.looseObject({ uid: z.string(), title: z.string() });
const rulesSchema = z.object({ groups: z.array(groupSchema) });

/**
 * The files that ship in `dashboards/` and `alerts/` of the stack’s folder; which of them is fixed.
 * @throws AppError invalid-stack when one is missing or is no longer what ships
 */
export async function readShipped(): Promise<ShippedSet> {
  const names = dashboards.map(({ id, title }) => ({ uid: `weir-${id}`, title }));
  const rulesFile = 'alerts/weir.yaml';
  const groups = rulesSchema.safeParse(yamlData(await shippedText(rulesFile))).data?.groups;
  if (groups === undefined) throw notAsShipped(rulesFile);
  const made: ShippedDashboard[] = [];
  const rules: ShippedRules[] = [];
  for (const { uid, title } of names) {
    const file = `dashboards/${uid}.json`;
    const json = dashboardSchema.safeParse(jsonIn(await shippedText(file))).data;
    const stamp = json?.uid === uid ? digestOfDashboard(json) : null;
    if (json === undefined || stamp === null) throw notAsShipped(file);
    made.push({ kind: 'dashboard', id: uid, title: json.title, stamp, json });
    const group = groups.find(({ name }) => name === uid);
    if (group === undefined) throw notAsShipped(rulesFile);
    // A dashboard and its rules have one name, and what is named to be overwritten is one thing.
    const named = { id: `alerts-${uid}`, title: `Alert rules: ${title}` };
    rules.push({ kind: 'rules', ...named, stamp: digestOfGroup(group), group });
  }
  const stamps = [...made, ...rules].map(({ stamp }) => stamp);
  const all = digest(stamps);
  known().digest = all;
  return { dashboards: made, rules, digest: all };
}

/** Digest of all that ships, as it was read last: it changes with the version, which a panel keeps while it runs. */
export async function shippedDigest(): Promise<string> {
  return known().digest ?? (await readShipped()).digest;
}

const known = () => singleton('grafana-shipped', () => ({ digest: null as string | null }));

async function shippedText(name: string): Promise<string> {
  const text = await readPlainFile(path.join(/* turbopackIgnore: true */ env().stackDir, name), name);
  if (text === null) throw notAsShipped(name);
  return text;
}

const notAsShipped = (name: string) =>
  new AppError('invalid-stack', `compose/${name} is missing, or is not as it ships.`, {
    hint: 'Bring it back from Weir’s repository, then try again.',
  });
