/** What `docker inspect` says of a container, without what differs between two containers of the same making. */
type Json = null | boolean | number | string | Json[] | { [key: string]: Json };
type JsonMap = { [key: string]: Json };

/** Labels that say who wrote the container, not what it is. */
const WRITER_LABELS = ['com.docker.compose.version', 'com.docker.compose.replace'];

function without(map: JsonMap, keys: readonly string[]): JsonMap {
  return Object.fromEntries(Object.entries(map).filter(([key]) => !keys.includes(key)));
}

function sortedStrings(value: Json | undefined): Json {
  return Array.isArray(value)
    ? [...value].sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1))
    : null;
}

/** The engine answers some absent lists with null and some with an empty list, by who asked. */
function orNull(value: Json | undefined): Json {
  if (value === undefined || value === null || value === '') return null;
  if (Array.isArray(value) && value.length === 0) return null;
  if (typeof value === 'object' && !Array.isArray(value) && Object.keys(value).length === 0) return null;
  return value;
}

function networksOf(value: JsonMap, id: string): JsonMap {
  const entries = Object.entries(value).map(([name, item]) => {
    const endpoint = item as JsonMap;
    const aliases = (endpoint.Aliases as string[] | null)?.filter((alias) => !id.startsWith(alias)) ?? [];
    return [
      name,
      {
        Aliases: aliases.sort(),
        IPAMConfig: orNull(endpoint.IPAMConfig),
        DriverOpts: orNull(endpoint.DriverOpts),
      },
    ];
  });
  return Object.fromEntries(entries as [string, Json][]);
}

export function comparable(inspect: Record<string, unknown>): JsonMap {
  const seen = inspect as JsonMap;
  const id = seen.Id as string;
  const config = seen.Config as JsonMap;
  const host = seen.HostConfig as JsonMap;
  const labels = config.Labels as JsonMap;
  return {
    Name: seen.Name ?? null,
    Image: seen.Image ?? null,
    Platform: seen.Platform ?? null,
    Config: {
      ...Object.fromEntries(
        Object.entries(without(config, ['Hostname', 'Labels'])).map(([key, value]) => [key, orNull(value)]),
      ),
      Env: sortedStrings(config.Env),
      Hostname: id.startsWith(config.Hostname as string) ? null : (config.Hostname ?? null),
      Labels: without(labels, WRITER_LABELS),
    },
    HostConfig: {
      ...Object.fromEntries(Object.entries(host).map(([key, value]) => [key, orNull(value)])),
      Binds: orNull(sortedStrings(host.Binds)),
      Mounts: orNull(sortedStrings(host.Mounts)),
    },
    Mounts: sortedStrings(seen.Mounts),
    Networks: networksOf((seen.NetworkSettings as JsonMap).Networks as JsonMap, id),
  };
}

/** The same without the form in which mounts and rights were asked for: of mounts what the engine made of it. */
export function inEffect(inspect: Record<string, unknown>): JsonMap {
  const seen = comparable(inspect);
  return {
    ...seen,
    HostConfig: without(seen.HostConfig as JsonMap, ['Binds', 'Mounts', 'CapAdd', 'CapDrop']),
    Mounts: sortedStrings((inspect.Mounts as JsonMap[]).map((mount) => without(mount, ['Mode']))),
  };
}
