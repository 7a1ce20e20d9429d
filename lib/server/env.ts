import 'server-only';
import { hostname } from 'node:os';
import path from 'node:path';
import { z } from 'zod';
import { type ServiceName, serviceNames } from '@/lib/pipeline/components';
import { ownPort } from '@/lib/pipeline/records';
import { singleton } from './singleton';

const schema = z.object({
  /** Port at which the panel is reached in the network; its container publishes it. Compose also takes `ADDRESS:PORT`. */
  WEIR_PORT: z
    .string()
    .default('8430')
    .transform((text) => Number(text.replace(/^.*:/, '')))
    .pipe(z.number().int().min(1).max(65535)),
  /** Folder with docker-compose.yml, .env and config/, as the panel sees it. */
  WEIR_STACK_DIR: z.string().default(''),
  /** The same folder as the Docker engine sees it; empty: as the panel's own container has it, else the same. */
  WEIR_STACK_HOST_DIR: z.string().default(''),
  /** Folder for the panel's own state; private to the panel. */
  WEIR_STATE_DIR: z.string().default(''),
  /** Compose project name. */
  WEIR_PROJECT: z
    .string()
    .regex(/^[a-z0-9][a-z0-9_-]*$/)
    .default('monitoring'),
  /** The machine's own name; a container does not know it. */
  WEIR_HOST_NAME: z.string().default(''),
  /** Further host names that the owner allows, comma-separated. */
  WEIR_ALLOWED_HOSTS: z.string().default(''),
  /** The machine's time zone, by its IANA name; a container does not know it. */
  WEIR_TIMEZONE: z.string().default(''),
  WEIR_LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'),
  NODE_ENV: z.string().default('production'),
  DOCKER_HOST: z.string().default('unix:///var/run/docker.sock'),
});

const urlVariable = (service: ServiceName) => `WEIR_${service.toUpperCase().replaceAll('-', '_')}_URL`;

/** Where the panel reaches the services. The defaults are their names on the `monitoring` network. */
const urls = z.object(
  Object.fromEntries(
    serviceNames.map((service) => [
      urlVariable(service),
      z.url().default(`http://${service}:${ownPort(service).inside}`),
    ]),
  ),
);

/** The panel's environment, read once. The only reader of `process.env`. @throws ZodError naming the variable. */
export function env() {
  return singleton('env', () => {
    const given = Object.fromEntries(Object.entries(process.env).filter(([, value]) => value !== ''));
    const raw = schema.parse(given);
    // The bundler would take these for files of the build and ship the whole folder, credentials included.
    const stackDir = path.resolve(/* turbopackIgnore: true */ raw.WEIR_STACK_DIR || 'compose');
    return {
      port: raw.WEIR_PORT,
      stackDir,
      stackHostDir: raw.WEIR_STACK_HOST_DIR,
      stateDir: path.resolve(/* turbopackIgnore: true */ raw.WEIR_STATE_DIR || path.join(stackDir, '.weir')),
      project: raw.WEIR_PROJECT,
      urls: urls.parse(given),
      hostName: raw.WEIR_HOST_NAME,
      allowedHosts: hostNamesIn(raw.WEIR_ALLOWED_HOSTS),
      /** IANA name. Looked up only when it is asked for: the tables of languages and zones take 8 MB of memory. */
      get timeZone() {
        return knownZone(raw.WEIR_TIMEZONE);
      },
      logLevel: raw.WEIR_LOG_LEVEL,
      dockerHost: raw.DOCKER_HOST,
      /** Run by `next dev`. */
      isDevelopment: raw.NODE_ENV === 'development',
    };
  });
}

/** Host names with commas between them, in small letters. */
export function hostNamesIn(text: string): string[] {
  return text
    .split(',')
    .map((name) => name.trim().toLowerCase())
    .filter(Boolean);
}

/** The names of this machine, also those that mDNS gives it. */
export function machineNames(): string[] {
  return [env().hostName, hostname()]
    .flatMap(hostNamesIn)
    .flatMap((name) => [name, `${name.replace(/\.local$/, '')}.local`]);
}

/** Where the panel asks a service that answers it, without a slash at the end. @throws ZodError as `env` */
export const serviceUrl = (service: ServiceName): string =>
  (env().urls[urlVariable(service)] ?? '').replace(/\/$/, '');

/** A variable that is given to one command, a secret perhaps, by a name that the caller chose; undefined when it is not set. */
export function givenVariable(name: string): string | undefined {
  return process.env[name];
}

/** A name that nobody knows is no reason not to start: the process's own zone, UTC in a container, takes its place. */
function knownZone(name: string): string {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name || undefined }).resolvedOptions().timeZone;
  } catch {
    return 'UTC';
  }
}
