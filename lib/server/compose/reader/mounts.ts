import 'server-only';
import path from 'node:path';
import { isSet, readKeys, textOr } from './keys';
import { asBool, asBytes, asInt, asMap, asString, invalid, type Path, type Yaml } from './scalars';

export interface VolumeMount {
  type: 'bind' | 'volume' | 'tmpfs';
  source?: string;
  target: string;
  read_only?: true;
  bind?: { selinux?: string; propagation?: string; create_host_path?: boolean };
  volume?: { nocopy?: true; subpath?: string };
  tmpfs?: { size?: number; mode?: number };
}

const PROPAGATION = ['rprivate', 'private', 'rshared', 'shared', 'rslave', 'slave'];

function absolute(source: string, projectDir: string): string {
  return path.isAbsolute(source) ? source : path.join(projectDir, source);
}

/** As Go's path.Clean: no `//`, no `.`, no slash at the end. */
function cleaned(target: string): string {
  return path.posix.normalize(target).replace(/(.)\/$/, '$1');
}

function shortVolume(text: string, at: Path, projectDir: string): VolumeMount {
  const parts = text.split(':');
  if (parts.length > 3 || parts.some((part) => part === ''))
    throw invalid(at, 'must be SOURCE:TARGET[:OPTIONS]');
  const [source, target] = parts.length === 1 ? [undefined, parts[0]] : parts;
  const options = parts[2]?.split(',') ?? [];
  if (!target?.startsWith('/')) throw invalid(at, 'must name an absolute path in the container');
  const isPath = source !== undefined && /^[./~]/.test(source);
  if (source?.startsWith('~')) throw invalid(at, 'must not start with ~; write the whole path');
  const mount = { type: isPath ? 'bind' : 'volume' } as VolumeMount;
  if (source !== undefined) mount.source = isPath ? absolute(source, projectDir) : source;
  mount.target = cleaned(target);
  if (options.includes('ro')) mount.read_only = true;
  const unknown = options.find(
    (option) => !['ro', 'rw', 'nocopy', 'z', 'Z', ...PROPAGATION].includes(option),
  );
  if (unknown !== undefined) throw invalid(at, `has the unknown option ${unknown}`);
  const selinux = options.findLast((option) => option === 'z' || option === 'Z');
  const propagation = options.findLast((option) => PROPAGATION.includes(option));
  if (isPath || selinux || propagation) {
    mount.bind = {};
    if (selinux) mount.bind.selinux = selinux;
    if (propagation) mount.bind.propagation = propagation;
    if (isPath) mount.bind.create_host_path = true;
  }
  if (!isPath) mount.volume = options.includes('nocopy') ? { nocopy: true } : {};
  return mount;
}

function mountType(value: Yaml, at: Path): VolumeMount['type'] {
  const type = asString(value, at);
  if (type === 'bind' || type === 'volume' || type === 'tmpfs') return type;
  throw invalid(at, 'must be bind, volume or tmpfs');
}

function longVolume(value: Yaml, at: Path, projectDir: string): VolumeMount {
  const mount = readKeys(
    value,
    at,
    {
      type: mountType,
      source: asString,
      target: (path, here) => cleaned(asString(path, here)),
      read_only: isSet,
      bind: (item, here) =>
        readKeys(item, here, { selinux: asString, propagation: asString, create_host_path: asBool }),
      volume: (item, here) => readKeys(item, here, { nocopy: isSet, subpath: asString }),
      tmpfs: (item, here) => readKeys(item, here, { size: asBytes, mode: asInt }),
    },
    ['type', 'target'],
  );
  if (mount.type !== 'bind') return mount;
  if (mount.source === undefined) throw invalid(`${at}.source`, 'is missing');
  mount.source = absolute(mount.source, projectDir);
  return mount;
}

/** One entry of `volumes:`, short or long; relative paths are taken from `projectDir`. */
export function readVolume(value: Yaml, at: Path, projectDir: string): VolumeMount {
  return typeof value === 'string' ? shortVolume(value, at, projectDir) : longVolume(value, at, projectDir);
}

/** One entry of a service's `secrets:`; the file appears at /run/secrets/SOURCE unless told otherwise. */
export function readSecretMount(value: Yaml, at: Path) {
  const raw = typeof value === 'string' ? { source: value } : asMap(value, at);
  return readKeys(
    raw,
    at,
    {
      source: asString,
      target: textOr(() => `/run/secrets/${raw.source}`),
      uid: asString,
      gid: asString,
      mode: fileMode,
    },
    ['source', 'target'],
  );
}

function fileMode(value: Yaml, at: Path): number {
  const mode = typeof value === 'string' ? Number.parseInt(value, 8) : asInt(value, at);
  if (Number.isNaN(mode)) throw invalid(at, 'must be an octal file mode');
  return mode;
}

/** One entry of `devices:`, `HOST[:CONTAINER[:rwm]]`. */
export function readDevice(value: Yaml, at: Path) {
  const [source, target, permissions, ...rest] = asString(value, at).split(':');
  if (!source || rest.length > 0) throw invalid(at, 'must be HOST[:CONTAINER[:PERMISSIONS]]');
  return { source, target: target || source, permissions: permissions || 'rwm' };
}
