import type { ServerResponse } from 'node:http';
import { stringify } from 'yaml';
import { fakeRules } from './fake-grafana-rules.ts';
import { httpReceiver, type Received, type Receiver } from './receivers.ts';

export interface Answer {
  status: number;
  body?: unknown;
  headers?: Record<string, string>;
}
interface KeptDashboard {
  json: Record<string, unknown>;
  version: number;
  folderUid: string;
  isProvisioned?: boolean;
  /** From the token. */
  isHidden?: boolean;
  /** Saved in a form that the older API does not give. */
  isV2?: boolean;
}
interface KeptFolder {
  title: string;
  parentUid: string;
}

/** What a service account needs for all that Weir asks. */
export const ALL_PERMISSIONS = [
  ...[
    'datasources:read',
    'datasources:query',
    'folders:read',
    'folders:create',
    'folders:write',
    'folders:delete',
  ],
  ...['dashboards:read', 'dashboards:create', 'dashboards:write', 'dashboards:delete'],
  ...['alert.rules:read', 'alert.rules:create', 'alert.rules:write', 'alert.rules:delete'],
  'alert.provisioning.provenance:write',
];
export const TOKEN = 'glsa_0123456789abcdef0123456789abcdef_01234567';
const YAML = { 'content-type': 'application/yaml' };

/**
 * A FAKE of Grafana: a state machine that keeps the contract of its HTTP API as its documentation and its source have it
 * (folders, dashboards with versions, rules imported from Prometheus, permissions by token). Grafana itself is not to be
 * had for a test; nothing here is Grafana’s.
 */
export class FakeGrafana {
  readonly dashboards = new Map<string, KeptDashboard>();
  readonly folders = new Map<string, KeptFolder>();
  readonly rules = fakeRules(this);
  permissions = new Set(ALL_PERMISSIONS);
  dataSources: Record<string, unknown>[] = [
    { uid: 'grafanacloud-usage', name: 'grafanacloud-usage', type: 'prometheus', isDefault: false },
    { uid: 'grafanacloud-logs', name: 'grafanacloud-pond-logs', type: 'loki', isDefault: false },
    { uid: 'grafanacloud-prom', name: 'grafanacloud-pond-prom', type: 'prometheus', isDefault: true },
  ];
  /** Answers in the place of the machine; undefined: the machine does. */
  script: (request: Received, response: ServerResponse) => Answer | 'done' | undefined = () => undefined;
  private constructor(private readonly receiver: Receiver) {}

  static async start(): Promise<FakeGrafana> {
    const receiver = await httpReceiver();
    const fake = new FakeGrafana(receiver);
    receiver.answer = (_, response) => {
      const request = receiver.seen.at(-1) as Received;
      const answer = fake.script(request, response) ?? fake.answer(request);
      if (answer === 'done') return;
      const text = typeof answer.body === 'string' ? answer.body : JSON.stringify(answer.body ?? '');
      response.writeHead(answer.status, answer.headers).end(answer.body === undefined ? '' : text);
    };
    return fake;
  }

  get origin() {
    return this.receiver.origin;
  }
  get seen() {
    return this.receiver.seen;
  }
  stop = () => this.receiver.stop();

  /** What was asked since the last call, as `GET /api/search`. */
  taken(): string[] {
    return this.seen.splice(0).map(({ method, path }) => `${method} ${path.replace(/\?.*/, '')}`);
  }

  /** Somebody edits and saves a dashboard in the browser. */
  edit(uid: string, change: (json: Record<string, unknown>) => void): void {
    const kept = this.dashboards.get(uid);
    if (!kept) throw new Error(`There is no dashboard ${uid}.`);
    kept.json = structuredClone(kept.json);
    change(kept.json);
    kept.version += 1;
  }

  /** What the token lacks; undefined: nothing. Several that are needed together are listed all. */
  lacks(...needed: string[]): Answer | undefined {
    if (needed.every((one) => this.permissions.has(one))) return undefined;
    const listed = needed.length > 1 ? `all of ${needed.join(', ')}` : needed[0];
    const message = `You'll need additional permissions to perform this action. Permissions needed: ${listed}`;
    return { status: 403, body: { title: 'Access denied', message, accessErrorId: 'ACE0123456789' } };
  }

  private answer({ method, path, headers, body }: Received): Answer {
    if (headers.authorization !== `Bearer ${TOKEN}`)
      return said(401, 'Invalid API key', { messageId: 'api-key.invalid', statusCode: 401 });
    const url = new URL(path, this.origin);
    const parts = url.pathname.split('/').slice(2).map(decodeURIComponent);
    const [area, ...rest] = parts;
    const json = body === '' ? {} : JSON.parse(body);
    if (area === 'datasources')
      return this.lacks('datasources:read') ?? { status: 200, body: this.dataSources };
    if (area === 'folders' && rest[1] === 'counts')
      return this.lacks('folders:read') ?? this.counts(rest[0] ?? '');
    if (area === 'folders') return this.folder(method, rest[0], json);
    if (area === 'dashboards') return this.dashboard(method, rest, json);
    if (area === 'search')
      return this.lacks('folders:read') ?? this.search(url.searchParams.get('folderUIDs') ?? '');
    if (area === 'convert') {
      const answer = this.rules.answer(method, rest.slice(4), headers, json);
      const isMap = method === 'GET' && answer.status === 200;
      return isMap ? { status: 200, body: stringify(answer.body), headers: YAML } : answer;
    }
    return said(404, 'Not found');
  }

  private folder(method: string, uid: string | undefined, json: { uid?: string; title?: string }): Answer {
    if (method === 'POST') {
      const lack = this.lacks('folders:create');
      if (lack) return lack;
      if (this.folders.has(json.uid ?? '')) return said(409, 'a folder with the same UID already exists');
      this.folders.set(json.uid ?? '', { title: json.title ?? '', parentUid: '' });
      return { status: 200, body: { uid: json.uid, title: json.title } };
    }
    const found = this.folders.get(uid ?? '');
    const lack = this.lacks(method === 'GET' ? 'folders:read' : 'folders:delete');
    if (lack) return lack;
    if (!found || uid === undefined) return said(404, 'folder not found', { status: 'not-found' });
    if (method === 'GET') return { status: 200, body: { uid, ...found } };
    const below = this.below(uid);
    if (below.some((one) => this.rules.inFolder(one).length > 0))
      return said(400, 'folder contains alert rules');
    for (const one of below) this.folders.delete(one);
    for (const [id, one] of this.dashboards) if (below.includes(one.folderUid)) this.dashboards.delete(id);
    return { status: 200, body: { message: 'Folder deleted' } };
  }

  private below(uid: string): string[] {
    return [uid, ...[...this.folders].filter(([, one]) => one.parentUid === uid).map(([id]) => id)];
  }

  /** Also of what the token may not see. */
  private counts(uid: string): Answer {
    const below = this.below(uid);
    const dashboard = [...this.dashboards.values()].filter((one) => below.includes(one.folderUid)).length;
    const alertrule = below.flatMap((one) => this.rules.inFolder(one)).length;
    return { status: 200, body: { folder: below.length - 1, dashboard, alertrule, librarypanel: 0 } };
  }

  private dashboard(method: string, [kind, uid = '']: string[], json: Record<string, unknown>): Answer {
    if (method === 'POST' && kind === 'db') return this.save(json);
    const lack = this.lacks(method === 'GET' ? 'dashboards:read' : 'dashboards:delete');
    if (lack) return lack;
    const found = this.dashboards.get(uid);
    if (!found) return said(404, 'Dashboard not found');
    if (method === 'GET') {
      const { version, folderUid, isProvisioned = false } = found;
      if (found.isV2) return said(406, 'dashboard api version not supported, use /apis/… instead');
      // It is never given back as it was sent.
      const dashboard = { ...found.json, id: 7, version, weekStart: '', liveNow: false };
      return { status: 200, body: { dashboard, meta: { folderUid, version, provisioned: isProvisioned } } };
    }
    this.dashboards.delete(uid);
    return { status: 200, body: { message: 'Dashboard deleted' } };
  }

  private save({ dashboard, folderUid = '', overwrite, message }: Record<string, unknown>): Answer {
    const json = dashboard as Record<string, unknown> & { uid: string; version?: number };
    if (json.uid.length > 40) return said(400, 'uid too long, max 40 characters');
    if (String(message ?? '').length > 500) return said(400, 'message too long, max 500 characters');
    const found = this.dashboards.get(json.uid);
    const lack = this.lacks(found ? 'dashboards:write' : 'dashboards:create');
    if (lack) return lack;
    if (folderUid !== '' && !this.folders.has(String(folderUid))) return said(400, 'folder not found');
    if (found?.isProvisioned) return said(400, 'Cannot save provisioned dashboard');
    if (found && overwrite !== true && json.version !== found.version)
      return said(412, 'The dashboard has been changed by someone else', { status: 'version-mismatch' });
    const version = (found?.version ?? 0) + 1;
    // Without a folder it moves to the root.
    this.dashboards.set(json.uid, { json: structuredClone(json), version, folderUid: String(folderUid) });
    return {
      status: 200,
      body: { id: 7, uid: json.uid, status: 'success', version, slug: 'x', url: '/d/x' },
    };
  }

  private search(folderUid: string): Answer {
    const inside = [
      ...[...this.folders]
        .filter(([, one]) => one.parentUid === folderUid)
        .map(([uid, { title }]) => ({ uid, title, type: 'dash-folder' })),
      ...[...this.dashboards]
        .filter(([, one]) => one.folderUid === folderUid && !one.isHidden)
        .map(([uid, { json }]) => ({ uid, title: json.title, type: 'dash-db' })),
    ];
    return { status: 200, body: inside };
  }
}

export const said = (status: number, message: string, more: object = {}): Answer => ({
  status,
  body: { message, ...more },
});
