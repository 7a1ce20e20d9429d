import type { IncomingHttpHeaders } from 'node:http';
import { durationSeconds } from '@/lib/scrape-duration';
import type { Answer, FakeGrafana } from './fake-grafana.ts';

export interface RuleGroup {
  name: string;
  interval: string;
  rules: Record<string, unknown>[];
}
interface Kept {
  group: RuleGroup;
  /** Made of rules of Prometheus; others are not shown here, and not replaced. */
  isImported: boolean;
}

const said = (status: number, message: string): Answer => ({ status, body: { message } });
const OK: Answer = { status: 202, body: { status: 'success', errorType: '', error: '' } };

/** As Prometheus writes a duration: `60m` as `1h`. */
function written(text: unknown): string {
  const seconds = durationSeconds(String(text)) ?? 0;
  const [hours, minutes, rest] = [
    Math.floor(seconds / 3600),
    Math.floor((seconds % 3600) / 60),
    seconds % 60,
  ];
  return `${hours ? `${hours}h` : ''}${minutes ? `${minutes}m` : ''}${rest ? `${rest}s` : ''}` || '0s';
}

/** A FAKE of the part of Grafana that takes rules of Prometheus; the folders are those of the fake Grafana. */
export function fakeRules(grafana: FakeGrafana) {
  const groups = new Map<string, Map<string, Kept>>();
  const childOf = (parentUid: string, title: string) =>
    [...grafana.folders].find(([, one]) => one.parentUid === parentUid && one.title === title)?.[0];

  function read(parentUid: string): Answer {
    const lack = grafana.lacks('alert.rules:read', 'folders:read');
    if (lack) return lack;
    const namespaces: Record<string, RuleGroup[]> = {};
    for (const [uid, { parentUid: parent, title }] of grafana.folders) {
      const imported = [...(groups.get(uid)?.values() ?? [])].filter(({ isImported }) => isImported);
      if (parent === parentUid && imported.length > 0) namespaces[title] = imported.map(({ group }) => group);
    }
    return { status: 200, body: namespaces };
  }

  function write(parentUid: string, title: string, headers: IncomingHttpHeaders, group: RuleGroup): Answer {
    const lack = grafana.lacks('alert.rules:create', 'alert.provisioning.provenance:write');
    if (lack) return lack;
    const source = headers['x-grafana-alerting-datasource-uid'];
    if (!source) return said(400, 'Missing datasource UID header: X-Grafana-Alerting-Datasource-UID');
    if (!grafana.dataSources.some(({ uid }) => uid === source)) return said(404, 'data source not found');
    const queries = grafana.lacks('datasources:query');
    if (queries) return queries;
    if (!grafana.folders.has(parentUid)) return { status: 404 };
    let uid = childOf(parentUid, title);
    if (uid === undefined) {
      const folders = grafana.lacks('folders:create', 'folders:write');
      if (folders) return folders;
      uid = `made-${grafana.folders.size}`;
      grafana.folders.set(uid, { title, parentUid });
    }
    const inside = groups.get(uid) ?? new Map<string, Kept>();
    const old = inside.get(group.name);
    if (old) {
      const changes = grafana.lacks('alert.rules:write');
      if (changes) return changes;
      if (!old.isImported) return said(409, "cannot change provenance from '' to 'converted_prometheus'");
    }
    const rules = group.rules.map((rule) => ({ ...rule, ...(rule.for ? { for: written(rule.for) } : {}) }));
    inside.set(group.name, {
      group: { name: group.name, interval: written(group.interval), rules },
      isImported: true,
    });
    groups.set(uid, inside);
    return OK;
  }

  function remove(parentUid: string, title: string, name: string): Answer {
    const lack = grafana.lacks(
      'alert.rules:read',
      'folders:read',
      'alert.rules:delete',
      'alert.provisioning.provenance:write',
    );
    if (lack) return lack;
    const inside = groups.get(childOf(parentUid, title) ?? '');
    if (!inside?.get(name)?.isImported) return { status: 404 };
    inside.delete(name);
    return OK;
  }

  return {
    /** @param path behind `…/config/v1/rules`: namespace and group */
    answer(method: string, [title = '', name = '']: string[], headers: IncomingHttpHeaders, json: unknown) {
      const parentUid = String(headers['x-grafana-alerting-folder-uid'] ?? '');
      if (method === 'POST') return write(parentUid, title, headers, json as RuleGroup);
      return method === 'DELETE' ? remove(parentUid, title, name) : read(parentUid);
    },
    inFolder: (uid: string): string[] => [...(groups.get(uid)?.keys() ?? [])],
    /** Of the folder of Weir’s rules. */
    named: (name: string): RuleGroup | undefined =>
      groups.get(childOf('weir', 'Alerts') ?? '')?.get(name)?.group,
    /** Somebody makes a group there by hand. */
    makeByHand(name: string): void {
      const uid = childOf('weir', 'Alerts');
      if (uid === undefined) throw new Error('There is no folder for rules.');
      const inside = groups.get(uid) ?? new Map<string, Kept>();
      groups.set(uid, inside.set(name, { group: { name, interval: '1m', rules: [] }, isImported: false }));
    },
  };
}
