import 'server-only';
import path from 'node:path';
import { z } from 'zod';
import { dashboards } from '@/lib/dashboards/dashboards';
import { ruleGroups } from '@/lib/dashboards/rule-groups';
import { readOwnRules } from '../alerts/own-rules';
import { env } from '../env';
import { AppError } from '../errors';
import { readPlainFile } from '../files/disk/plain-file';
import { jsonIn } from '../json';
import { singleton } from '../singleton';
import { digest, digestOfDashboard, digestOfGroup, type Group, type Json } from './stamp';

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

/** What this panel puts into Grafana. */
export interface ShippedSet {
  dashboards: ShippedDashboard[];
  rules: ShippedRules[];
  /** Digest of all of it. */
  digest: string;
}

const dashboardSchema = z.looseObject({ uid: z.string(), title: z.string() });

/**
 * The files that ship in `dashboards/` of the stack’s folder, which of them is fixed, and the alert rules as the owner has them.
 * @throws AppError invalid-stack when one is missing or is no longer what ships
 */
export async function readShipped(): Promise<ShippedSet> {
  const own = await readOwnRules();
  const made: ShippedDashboard[] = [];
  for (const { id } of dashboards) {
    const uid = `weir-${id}`;
    const file = `dashboards/${uid}.json`;
    const json = dashboardSchema.safeParse(jsonIn(await shippedText(file))).data;
    const stamp = json?.uid === uid ? digestOfDashboard(json) : null;
    if (json === undefined || stamp === null) throw notAsShipped(file);
    made.push({ kind: 'dashboard', id: uid, title: json.title, stamp, json });
  }
  const rules = ruleGroups(own).map((group, index): ShippedRules => {
    // A dashboard and its rules have one name, and what is named to be overwritten is one thing.
    const named = { id: `alerts-${group.name}`, title: `Alert rules: ${dashboards[index]?.title}` };
    return { kind: 'rules', ...named, stamp: digestOfGroup(group), group };
  });
  const all = digest([...made, ...rules].map(({ stamp }) => stamp));
  Object.assign(known(), { of: JSON.stringify(own), digest: all });
  return { dashboards: made, rules, digest: all };
}

/** Digest of the set. Files change with the version, which a panel keeps while it runs; rules when their owner changes them. */
export async function shippedDigest(): Promise<string> {
  const { of, digest: all } = known();
  return of === JSON.stringify(await readOwnRules()) ? all : (await readShipped()).digest;
}

/** As it was read last, and for which rules of the owner. */
const known = () => singleton('grafana-shipped', () => ({ of: '', digest: '' }));

async function shippedText(name: string): Promise<string> {
  const text = await readPlainFile(path.join(/* turbopackIgnore: true */ env().stackDir, name), name);
  if (text === null) throw notAsShipped(name);
  return text;
}

const notAsShipped = (name: string) =>
  new AppError('invalid-stack', `compose/${name} is missing, or is not as it ships.`, {
    hint: 'Bring it back from Weir’s repository, then try again.',
  });
