import 'server-only';
import {
  domainOf,
  type GcpOptions,
  type GcpServiceId,
  gcpDefaults,
  gcpServiceIds,
  gcpServices,
  NO_SERIES,
} from '@/lib/pipeline/sources/gcp/services';
import type { Forecast } from '@/lib/schemas/budget';
import type { GcpView } from '@/lib/schemas/gcp/gcp';
import type { SourcesCheck } from '@/lib/schemas/wizard';
import type { Texts } from '../../change/records/texts';
import type { ExpectedPart } from '../../sampler/eye/eye';
import { variablesIn } from '../../stack/settings';
import type { SourceFiles } from '../../stack/source-files';
import { change, misfits, objectTo } from './change';
import { askedIn, prefixesIn } from './flags';
import { readGcpKey } from './key';
import { listIn, optionsIn } from './options';

type Check = NonNullable<SourcesCheck['gcp']>;
export interface Gcp extends GcpOptions {
  enabled: boolean;
  projectId: string;
  /** Read with the same key. */
  moreProjects: string[];
  keyJson: string | null;
  services: GcpServiceId[];
  /** What is asked for beside these services. */
  prefixes: string[];
  /** What is left out of it. */
  filters: string[];
}

/** So many parts are told apart. */
const MOST_PARTS = 500;

export const gcp: SourceFiles<Gcp, GcpView, Check> = {
  none: {
    ...{ enabled: false, projectId: '', moreProjects: [], keyJson: null },
    ...{ services: [], prefixes: [], filters: [], ...gcpDefaults },
  },
  read(texts, enabled) {
    const projectId = variablesIn(texts)('GCP_PROJECT_ID');
    const flags = flagsIn(texts);
    return {
      ...{ enabled, projectId, keyJson: texts.get('gcp-key') ?? null },
      moreProjects: listIn(flags, 'moreProjects').filter((id) => id !== projectId),
      ...askedIn(flags),
      filters: listIn(flags, 'filters'),
      ...optionsIn(flags),
    };
  },
  shown: ({ keyJson, ...shown }) => ({ ...shown, keyEmail: readGcpKey(keyJson).email }),
  // A key may read several projects.
  isSameOwner: () => true,
  check,
  change,
  objectTo: (draft, before, wanted) => objectTo(draft, before, wanted, check(wanted)),
  misfits,
  trials,
  resources,
  parts,
  discovery: () => import('./resources/discover').then(({ discoverGcp }) => discoverGcp),
};

const flagsIn = (texts: Texts) => texts.get('gcp-metrics') ?? '';

function check({ projectId, moreProjects, keyJson }: Gcp): Check {
  const key = readGcpKey(keyJson);
  const offered = key.projectId;
  if (!key.ok) return { ok: false, message: key.message, projectId: offered };
  if (projectId === '') {
    return {
      ok: false,
      message:
        offered === null
          ? 'Enter the project ID.'
          : `Enter the project ID. The key is of the project ${offered}.`,
      projectId: offered,
    };
  }
  const elsewhere = [...new Set([projectId, ...moreProjects])].filter((id) => id !== offered);
  const named = elsewhere.length > 3 ? `${elsewhere.length} other projects` : elsewhere.join(', ');
  return {
    ok: true,
    message:
      offered !== null && elsewhere.length > 0
        ? `The key of ${key.email} is complete. It is of the project ${offered}: give it the role Monitoring Viewer in ${named} too.`
        : `The key of ${key.email} is complete. Whether Google accepts it shows after the launch.`,
    projectId: offered,
  };
}

/** A service that is asked for and one that is not; a prefix, a project and a filter that nobody has; another option. */
function trials(shown: GcpView) {
  const { projectId, services, prefixes, moreProjects = [], filters = [], windowSeconds } = shown;
  const wanted = { enabled: true, projectId };
  const off = gcpServiceIds.find((id) => !services.includes(id));
  const [first] = services;
  const trial = 'trial.googleapis.com/trial';
  const withTrial = [...prefixes, trial];
  const nothing = `${trial}:${NO_SERIES}`;
  // In the place of one, where there may be no more of them.
  const inPlace = <T>(all: readonly T[], one: T) => [...all.slice(1), one];
  return [
    {
      field: 'services',
      wanted: [
        ...(off ? [{ ...wanted, services: [...services, off] }] : []),
        ...(first ? [{ ...wanted, services: services.filter((id) => id !== first) }] : []),
      ],
    },
    {
      field: 'prefixes',
      wanted: [withTrial, inPlace(prefixes, trial)].map((all) => ({ ...wanted, prefixes: all })),
    },
    {
      field: 'moreProjects',
      wanted: [[...moreProjects, 'weir-trial'], moreProjects.slice(1)].map((more) => ({
        ...wanted,
        moreProjects: more,
      })),
    },
    {
      field: 'filters',
      wanted: [withTrial, inPlace(prefixes, trial)].flatMap((all) => [
        { ...wanted, prefixes: all, filters: [...filters, nothing] },
        { ...wanted, prefixes: all, filters: inPlace(filters, nothing) },
      ]),
    },
    { field: 'options', wanted: [{ ...wanted, windowSeconds: windowSeconds === 600 ? 601 : 600 }] },
  ];
}

/** At least one series for each metric of each resource; labels such as a response code make more of some. */
function resources(texts: Texts): Forecast['perResource'] {
  const counts = new Map<string, number>();
  for (const domain of prefixesIn(flagsIn(texts)).map(domainOf)) {
    const known = gcpServices.find(({ prefixes }) => prefixes.some((prefix) => domainOf(prefix) === domain));
    const resource = known?.resource ?? `resource of ${domain}`;
    counts.set(resource, (counts.get(resource) ?? 0) + 1);
  }
  return [...counts].map(([resource, series]) => ({ resource, series }));
}

/** Series are what can be counted; those of a service that Weir knows are told together. */
function countedAs(prefix: string): Pick<ExpectedPart, 'resource'> {
  const known = gcpServices.find(({ prefixes }) => prefixes.includes(prefix));
  return known ? { resource: `series of ${known.name}` } : {};
}

/** Each prefix of metrics that the exporter asks for, in each project where there are several. */
function parts(texts: Texts): ExpectedPart[] {
  const prefixes = prefixesIn(flagsIn(texts));
  const { projectId, moreProjects } = gcp.read(texts, true);
  const projects = [projectId, ...moreProjects];
  const isEach = projects.length > 1 && projects.length * prefixes.length <= MOST_PARTS;
  return (isEach ? projects : ['']).flatMap((place) =>
    prefixes.map((service) => {
      const name = place === '' ? service : `${service} in ${place}`;
      return { service, place, name, metrics: [], ...countedAs(service) };
    }),
  );
}
