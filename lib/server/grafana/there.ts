import 'server-only';
import { z } from 'zod';
import { plainText } from '../vmagent/plain-text';
import { yamlData } from '../yaml';
import { isAbsent, notGrafana, refusalOf } from './answers';
import { type Ask, readAs } from './ask';
import { Refusal } from './refusal';
import { FOLDER_UID, RULES_FOLDER, type ShippedSet } from './shipped';
import { type Group, groupSchema, type Json, stampOfGroup } from './stamp';

export interface DataSource {
  uid: string;
  name: string;
}
export interface DashboardThere {
  json: Json;
  /** Null: it is there in a form that this API does not give. */
  version: number | null;
  folderUid: string;
}
/** What Grafana has of what Weir puts there; all of it untrusted. */
export interface There {
  dataSource: DataSource | null;
  /** Of Weir’s dashboards; null: it is not there. */
  folder: { title: string } | null;
  /** By uid; of those that are there. */
  dashboards: Map<string, DashboardThere>;
  /** By name; of those in Weir’s folder that were imported as rules of Prometheus. */
  groups: Map<string, Group>;
}

/** Of a stack of Grafana Cloud, everywhere: where metrics are, and what Grafana counts of the stack itself. */
const CLOUD_UID = 'grafanacloud-prom';
/** It goes into a header. */
const PLAIN = /^[\x21-\x7e]+$/;
const MOST_NAME = 200;
const USAGE = /^grafanacloud-(?:usage|.*-usage-insights)$/;

const uid = z.string().min(1).max(200);
const dataSourcesSchema = z.array(
  z.object({ uid, name: z.string().max(500), type: z.string(), isDefault: z.boolean().catch(false) }),
);
const folderSchema = z.object({ uid: z.literal(FOLDER_UID), title: z.string() });
const dashboardSchema = z.object({
  dashboard: z.looseObject({ version: z.number().int() }),
  meta: z.object({ folderUid: z.string().catch('') }),
});
const namespacesSchema = z.record(z.string(), z.array(groupSchema));

const RULES = '/api/convert/prometheus/config/v1/rules';
export const rulesPath = (group?: string) =>
  `${RULES}/${[RULES_FOLDER, ...(group === undefined ? [] : [group])].map(encodeURIComponent).join('/')}`;
/** In which folder the folders of the rules are. */
export const inFolder = { 'x-grafana-alerting-folder-uid': FOLDER_UID };

/** One question for each thing. @throws Refusal */
export async function readThere(ask: Ask, set: ShippedSet): Promise<There> {
  // First, because every Grafana answers it: what answers 404 after this is a thing that is not there.
  const dataSource = await readDataSource(ask);
  const reply = await ask({ method: 'GET', path: `/api/folders/${FOLDER_UID}` });
  const folder = isAbsent(reply) ? null : readAs(reply, folderSchema);
  const dashboards = new Map<string, DashboardThere>();
  for (const { id } of set.dashboards) {
    const found = await readDashboard(ask, id);
    if (found !== null) dashboards.set(id, found);
  }
  return { dataSource, folder, dashboards, groups: await readGroups(ask) };
}

/** The default one, or that of a stack; else the first. Null: this Grafana reads from no Prometheus. */
async function readDataSource(ask: Ask): Promise<DataSource | null> {
  const reply = await ask({ method: 'GET', path: '/api/datasources' });
  if (reply.status === 404) throw notGrafana(404);
  const all = readAs(reply, dataSourcesSchema);
  const fit = all.filter(
    ({ type, uid: one }) => type === 'prometheus' && PLAIN.test(one) && !USAGE.test(one),
  );
  const found = fit.find((one) => one.uid === CLOUD_UID) ?? fit.find(({ isDefault }) => isDefault) ?? fit[0];
  return found ? { uid: found.uid, name: plainText(found.name, MOST_NAME) ?? found.uid } : null;
}

/** Null: it is not there. @throws Refusal */
export async function readDashboard(ask: Ask, id: string): Promise<DashboardThere | null> {
  const reply = await ask({ method: 'GET', path: `/api/dashboards/uid/${id}` });
  if (isAbsent(reply)) return null;
  // So it is once somebody has saved it with the layout of Grafana 13: its schema is v2.
  if (reply.status === 406) return { json: {}, version: null, folderUid: '' };
  const { dashboard, meta } = readAs(reply, dashboardSchema);
  return { json: dashboard, version: dashboard.version, folderUid: meta.folderUid };
}

/** As YAML, which is what this answers with in every version. @throws Refusal */
export async function readGroups(ask: Ask): Promise<Map<string, Group>> {
  const headers = { ...inFolder, accept: 'application/yaml' };
  const reply = await ask({ method: 'GET', path: RULES, headers });
  if (isAbsent(reply)) return new Map();
  if (reply.status !== 200) throw refusalOf(reply);
  const { data } = namespacesSchema.safeParse(yamlData(reply.text));
  if (data === undefined) throw notGrafana(reply.status);
  const others = Object.entries(data).filter(([title]) => title !== RULES_FOLDER);
  if (others.some(([, groups]) => groups.some((group) => stampOfGroup(group) !== null))) throw renamed();
  return new Map((data[RULES_FOLDER] ?? []).map((group) => [group.name, group]));
}

/** Grafana knows a folder of rules by its title alone: they would be put into another one, and each alert come twice. */
const renamed = () =>
  new Refusal(
    'The folder of Weir’s alert rules was renamed in Grafana.',
    `Name it ${RULES_FOLDER} again. Otherwise each alert would be there twice.`,
  );
