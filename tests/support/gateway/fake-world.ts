import { cpSync, mkdirSync, mkdtempSync, symlinkSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { readTarget } from '@/lib/server/gateway/read/asked';
import { EngineRefusal } from '@/lib/server/gateway/read/refusal';
import { type GatewaySettings, readSettings } from '@/lib/server/gateway/read/settings';
import { readEarlierEnv, stackReader } from '@/lib/server/gateway/read/stack';
import type { Ask } from '@/lib/server/gateway/rules/engine';
import { panelRules } from '@/lib/server/gateway/rules/panel-rules';
import { type Answer, findRule } from '@/lib/server/gateway/rules/rule';
import type { World } from '@/lib/server/gateway/rules/world';
import { copyCompose } from '../stack/stack.ts';

export const PROJECT = 'pi';

/** A gateway whose engine answers from a table, with the files of a stack in a folder of its own. */
export interface FakeWorld {
  dir: string;
  settings: GatewaySettings;
  world: World;
  /** What the engine answers to a path without its version; without an entry it is 404. */
  engine: Map<string, unknown>;
  setEnv(text: string): void;
  /** What is done with a call. @throws Refusal */
  ask(method: string, target: string, body?: string | Buffer): Promise<Answer>;
}

export function fakeWorld(more: Record<string, string> = {}): FakeWorld {
  const dir = mkdtempSync(path.join(os.tmpdir(), 'weir-gateway-'));
  copyCompose(dir);
  cpSync(path.join(dir, 'config.example'), path.join(dir, 'config'), { recursive: true });
  mkdirSync(path.join(dir, 'config/gcp'), { recursive: true });
  symlinkSync('config/.env', path.join(dir, '.env'));
  const setEnv = (text: string) => writeFileSync(path.join(dir, 'config/.env'), text);
  setEnv('');
  const settings = readSettings({
    WEIR_PROJECT: PROJECT,
    WEIR_STACK_DIR: dir,
    WEIR_STACK_HOST_DIR: dir,
    WEIR_GATEWAY_SOCKET: path.join(dir, 'engine.sock'),
    ...more,
  });
  const readStack = stackReader(settings);
  const engine = new Map<string, unknown>([['/containers/json', []]]);
  const json = async ({ path: target }: Ask) => {
    const key = target.replace(/^\/v1\.\d\d/, '');
    if (!engine.has(key)) throw new EngineRefusal(404, `No such thing: ${key}`);
    return engine.get(key);
  };
  const world: World = {
    settings,
    engine: { json, open: () => Promise.reject(new Error('no call goes out')) },
    memory: { builds: new Set(), built: new Map(), neverRun: new Set(), execs: new Set(), own: new Map() },
    stack: () => readStack(dir),
    earlierStack: async () => {
      const envText = await readEarlierEnv(dir);
      return envText === null ? null : readStack(dir, envText);
    },
  };
  return {
    dir,
    settings,
    world,
    engine,
    setEnv,
    ask: async (method, target, body = '') => {
      const asked = readTarget(method, target);
      const { rule, hole } = findRule(panelRules, asked);
      const signal = new AbortController().signal;
      return rule.answer({ asked, hole, body: Buffer.from(body), world, signal });
    },
  };
}
