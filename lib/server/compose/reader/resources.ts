import 'server-only';
import { isSet, readKeys, readList, textOr } from './keys';
import { readOptions } from './network';
import { asBool, asMap, asString, asTexts, type Path, type Yaml } from './scalars';

/** In the order of Compose's own type, on which its hash depends. */
export type NetworkSpec = ReturnType<typeof readNetwork>;
export type VolumeSpec = ReturnType<typeof readVolume>;

/** An object of others has the name that it is called by, one of the stack its project's before that. */
const nameIn = (value: Yaml, at: Path, key: string, project: string) =>
  textOr(() => {
    const { external } = asMap(value, at);
    return external !== undefined && asBool(external, `${at}.external`) ? key : `${project}_${key}`;
  });

const readPool = (value: Yaml, at: Path) =>
  readKeys(value, at, { subnet: asString, gateway: asString, ip_range: asString });

/** One of the top-level `networks:`. */
export function readNetwork(value: Yaml, key: string, project: string) {
  const at = `networks.${key}`;
  return readKeys(
    value,
    at,
    {
      name: nameIn(value, at, key, project),
      driver: asString,
      driver_opts: readOptions,
      ipam: (ipam: Yaml | undefined, here) =>
        readKeys(ipam, here, { driver: asString, config: readList(readPool) }),
      external: isSet,
      internal: isSet,
      attachable: isSet,
      labels: asTexts,
      enable_ipv6: asBool,
    },
    ['name', 'ipam'],
  );
}

/** One of the top-level `volumes:`. */
export function readVolume(value: Yaml, key: string, project: string) {
  const at = `volumes.${key}`;
  return readKeys(
    value,
    at,
    {
      name: nameIn(value, at, key, project),
      driver: asString,
      driver_opts: readOptions,
      external: isSet,
      labels: asTexts,
    },
    ['name'],
  );
}
