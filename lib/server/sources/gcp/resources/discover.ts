import 'server-only';
import { Catalogue, type Discovery, labelText } from '../../../stack/discovery';
import type { Series } from '../../../vmagent/series';

/** `stackdriver_<resource type>_<service>_googleapis_com_<metric>`, as the exporter writes `pubsub.googleapis.com/…`. */
const NAME = /^stackdriver_([a-z0-9_]{1,120}?)_([a-z0-9]{1,40})_(?:googleapis_com|io)_/;
const PLACES = ['location', 'region', 'zone'];
/** What names the resource, the most telling first; else any label that ends so. */
const IDS = [
  'service_name',
  'subscription_id',
  'topic_id',
  'function_name',
  'bucket_name',
  'database_id',
  'queue_id',
  'job_name',
  'instance_id',
];
const ANY_ID = /_(?:id|name)$/;
// Not objects: a text of others may be the name of what every object has.
const WORDS = new Map(
  Object.entries({
    run: 'Cloud Run',
    pubsub: 'Pub/Sub',
    cloudfunctions: 'Cloud Functions',
    cloudsql: 'Cloud SQL',
    compute: 'Compute Engine',
    storage: 'Cloud Storage',
    loadbalancing: 'Load balancing',
  }),
);
const KINDS = new Map(
  Object.entries({
    cloud_run_revision: 'service',
    pubsub_subscription: 'subscription',
    pubsub_topic: 'topic',
    cloud_function: 'function',
  }),
);
const COMMON = new Set(['__name__', 'unit', 'project_id']);

/**
 * Sorts what the exporter of Google Cloud answers by resource. Labels of the resource and of the metric are not told apart
 * there: the resource is what the most telling of them names, in its place and project.
 */
export function discoverGcp(): Discovery {
  const catalogue = new Catalogue();
  return {
    hear({ name: metric, series: labels, value, atMs }) {
      const [prefix, type = '', service = ''] = NAME.exec(metric) ?? [];
      if (prefix === undefined) return;
      const own = [idOf(labels), placeOf(labels), ['project_id', labels.get('project_id') ?? ''] as const];
      const known = own.filter((label) => label !== null && label[1] !== '') as (readonly [string, string])[];
      const [id, place, project] = own.map((label) => label?.[1] ?? '');
      const resource = catalogue.get([type, service, project, place, id].join(' '), () => ({
        name: catalogue.keep(id || 'All together'),
        service: catalogue.keep(WORDS.get(service) ?? service),
        kind: catalogue.keep(KINDS.get(type) ?? type.replaceAll('_', ' ')),
        place: catalogue.keep(place ?? ''),
        ...{ account: '', alias: '' },
        tags: project ? [catalogue.keep(`project=${project}`)] : [],
        via: '',
        prefix: catalogue.keep(prefix),
        unnamed: '',
        selector: known.map(([label, text]) => [catalogue.keep(label), catalogue.keep(text)]),
      }));
      if (resource === null) return;
      const rest = [...labels].filter(
        ([label]) => !COMMON.has(label) && !known.some(([other]) => other === label),
      );
      catalogue.add(resource, { metric, labels: labelText(rest), value, atMs });
    },
    resources: () => catalogue.all.values(),
    isCut: () => catalogue.isCut,
  };
}

function idOf(labels: Series): readonly [string, string] | null {
  const named = IDS.find((label) => labels.has(label));
  if (named !== undefined) return [named, labels.get(named) ?? ''];
  return [...labels].find(([label]) => ANY_ID.test(label) && !COMMON.has(label)) ?? null;
}

function placeOf(labels: Series): readonly [string, string] | null {
  const label = PLACES.find((one) => labels.has(one));
  return label === undefined ? null : [label, labels.get(label) ?? ''];
}
