import 'server-only';
import { z } from 'zod';
import { VERSION } from '../version';
import { isAbsent, refusalOf } from './answers';
import { type Ask, readAs } from './ask';
import type { Kept } from './grafana-state';
import { Refusal } from './refusal';
import { FOLDER_TITLE, FOLDER_UID, RULES_FOLDER } from './shipped';
import { digestOfGroup, type Json, withStampedRules, withStampedTags } from './stamp';
import { isEmptied, type Planned } from './standing';
import { type DataSource, inFolder, rulesPath, type There } from './there';

type Of<K extends Planned['kind']> = Extract<Planned, { kind: K }>;

const savedSchema = z.object({ version: z.number().int() });
const MESSAGE = `Weir ${VERSION}`;

/** Puts one thing there. @returns what is to be remembered of it @throws Refusal */
export async function putThing(ask: Ask, thing: Planned, dataSource: DataSource): Promise<Kept | null> {
  switch (thing.kind) {
    case 'folder':
      return putFolder(ask);
    case 'dashboard':
      return putDashboard(ask, thing, dataSource);
    case 'rules':
      return putRules(ask, thing, dataSource);
  }
}

/** What is to be remembered of a thing that is there as it should be: also of one that another Weir has put. */
export function keptOf(thing: Planned, { groups }: There): Kept | null {
  if (thing.kind === 'folder') return null;
  if (thing.kind === 'dashboard') return { stamp: thing.stamp, there: thing.version ?? 0 };
  const found = groups.get(thing.group.name);
  return { stamp: thing.stamp, there: found ? digestOfGroup(found) : thing.stamp };
}

async function putFolder(ask: Ask): Promise<null> {
  const body = { uid: FOLDER_UID, title: FOLDER_TITLE };
  const reply = await ask({ method: 'POST', path: '/api/folders', body });
  if (reply.status >= 300) throw refusalOf(reply);
  return null;
}

/**
 * Grafana takes it only while the version there is the one that was read; of what cannot be read, which is put only where
 * somebody has named it, it is told to.
 */
async function putDashboard(
  ask: Ask,
  { json, stamp, version, standing }: Of<'dashboard'>,
  dataSource: DataSource,
): Promise<Kept> {
  const next = standing === 'absent' ? 1 : version && version + 1;
  const dashboard = {
    ...withStampedTags(withDataSource(json, dataSource), stamp, next),
    id: null,
    ...(version !== null && { version }),
  };
  const overwrite = standing !== 'absent' && version === null;
  const body = { dashboard, folderUid: FOLDER_UID, message: MESSAGE, overwrite };
  const saved = readAs(await ask({ method: 'POST', path: '/api/dashboards/db', body }), savedSchema);
  return { stamp, there: saved.version };
}

/** Its variable begins with the data source that this Grafana has; every panel goes by the variable. */
function withDataSource(json: Json, { uid, name }: DataSource): Json {
  const { list } = Object(json.templating) as { list?: unknown };
  if (!Array.isArray(list)) return json;
  const current = { text: name, value: uid };
  const chosen = list.map((one: Json) => (one.type === 'datasource' ? { ...one, current } : one));
  return { ...json, templating: { ...Object(json.templating), list: chosen } };
}

/** One group at a time: several requests at once are more than this part of Grafana takes. */
async function putRules(ask: Ask, thing: Of<'rules'>, { uid }: DataSource): Promise<Kept | null> {
  const { group, stamp } = thing;
  if (isEmptied(thing)) return removeRules(ask, group.name);
  const headers = {
    ...inFolder,
    'content-type': 'application/yaml',
    'x-grafana-alerting-datasource-uid': uid,
    'x-grafana-alerting-version-message': MESSAGE,
  };
  const body = withStampedRules(group, stamp);
  const reply = await ask({ method: 'POST', path: rulesPath(), headers, body });
  if (reply.status === 404)
    throw new Refusal(
      'This Grafana cannot import rules of Prometheus (HTTP 404).',
      'Weir needs Grafana 12 or newer for the alert rules.',
    );
  if (reply.status === 409)
    throw new Refusal(
      'A group of rules with this name was made by hand, and Grafana does not replace it (HTTP 409).',
      `In Grafana, rename or delete the group ${group.name} in the folder ${RULES_FOLDER}, then try again.`,
    );
  if (reply.status >= 300) throw refusalOf(reply);
  return { stamp, there: stamp };
}

/** @throws Refusal */
export async function removeRules(ask: Ask, group: string): Promise<null> {
  await removeAt(ask, rulesPath(group), inFolder);
  return null;
}

/** What is gone already is as good as removed. @throws Refusal */
export async function removeAt(ask: Ask, path: string, headers: Record<string, string> = {}): Promise<void> {
  const reply = await ask({ method: 'DELETE', path, headers });
  if (reply.status >= 300 && !isAbsent(reply)) throw refusalOf(reply);
}
