import 'server-only';
import path from 'node:path';

/** What the gateway goes by. It is set when its container is made, and nothing of it comes from the panel. */
export interface GatewaySettings {
  /** Compose project name. */
  project: string;
  /** Folder with docker-compose.yml, .env and images/, as the gateway sees it. */
  stackDir: string;
  /** The same folder as the engine sees it; empty: as the gateway's own container has it, else the same. */
  stackHostDir: string;
  engineSocket: string;
  /** Where the panel asks. */
  panelSocket: string;
  /** Where cAdvisor asks for the names of containers; null: nowhere. */
  namesSocket: string | null;
  /** The variables of docker-compose.yml that speak of this machine (WEIR_…, DOCKER_…). */
  host: ReadonlyMap<string, string>;
  /** Images that the owner chose, by their variables. */
  images: ReadonlyMap<string, string>;
  /** Where calls are counted, for tests; null: nowhere. */
  callsFile: string | null;
}

const DEFAULT_ENGINE = 'unix:///var/run/docker.sock';
const PROJECT = /^[a-z0-9][a-z0-9_-]*$/;

/** @throws RangeError naming the variable that is missing or wrong */
export function readSettings(given: Readonly<Record<string, string | undefined>>): GatewaySettings {
  const variables = Object.entries(given).flatMap(([name, value]) =>
    value === undefined || value === '' ? [] : [[name, value] as const],
  );
  const value = (name: string): string | null => given[name] || null;
  const needed = (name: string): string => {
    const found = value(name);
    if (found === null) throw new RangeError(`${name} is not set`);
    return found;
  };
  const project = needed('WEIR_PROJECT');
  if (!PROJECT.test(project)) throw new RangeError('WEIR_PROJECT is no name of a project');
  const engine = value('DOCKER_HOST') ?? DEFAULT_ENGINE;
  if (!engine.startsWith('unix://')) throw new RangeError('DOCKER_HOST is no socket of this machine');
  return {
    project,
    stackDir: path.resolve(/* turbopackIgnore: true */ needed('WEIR_STACK_DIR')),
    stackHostDir: value('WEIR_STACK_HOST_DIR') ?? '',
    engineSocket: engine.slice('unix://'.length),
    panelSocket: needed('WEIR_GATEWAY_SOCKET'),
    namesSocket: value('WEIR_GATEWAY_NAMES_SOCKET'),
    host: new Map(variables.filter(([name]) => /^(?:WEIR|DOCKER)_/.test(name))),
    images: new Map(variables.filter(([name]) => name.endsWith('_IMAGE'))),
    callsFile: value('WEIR_GATEWAY_CALLS'),
  };
}

/** The environment of this process. */
export const ownSettings = (): GatewaySettings => readSettings(process.env);
