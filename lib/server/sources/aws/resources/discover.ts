import 'server-only';
import { Catalogue, type Discovery, type FoundResource, labelText } from '../../../stack/discovery';
import type { Series } from '../../../vmagent/series';
import { namedIn } from './arn';

const MOST_TAGS = 50;
const MOST_WAITING = 20_000;
const INFO = /_info$/;
/** Labels that say whose series it is, or that YACE adds to each. */
const COMMON = new Set(['__name__', 'name', 'region', 'account_id', 'account_alias']);
const CLUSTER = /:cluster\/([^/]{1,255})$/;
const SERVICE = 'dimension_ServiceName';

/**
 * Sorts what YACE answers by resource: `aws_…_info` has each that was found, with its tags; a series bears the ARN of its
 * resource in `name`. A service of ECS without a tag bears that of its cluster and is told apart by its dimension; what
 * belongs to no resource has `global` there, and is told apart by all its dimensions.
 */
export function discoverAws(): Discovery {
  const catalogue = new Catalogue();
  /** By ARN, those whose ARN names no account: two accounts may have the same. */
  const alike = new Map<string, FoundResource[]>();
  /** What says that they are there names none either, and may come before their series. */
  const waiting: { metric: string; labels: Series }[] = [];

  function resourceOf(metric: string, labels: Series, isInfo: boolean): FoundResource | null {
    const arn = labels.get('name') ?? '';
    const named = namedIn(arn);
    if (named === null) return isInfo ? null : withoutArn(metric, arn, labels);
    const account = labels.get('account_id') ?? '';
    // ARNs of API Gateway have none.
    const isShared = arn.includes('::') && account !== '';
    const id = isShared ? `${arn} ${account}` : arn;
    const selected = isShared ? [['account_id', catalogue.keep(account)] as const] : [];
    const [, cluster] = CLUSTER.exec(arn) ?? [];
    const within = cluster === undefined ? undefined : labels.get(SERVICE);
    const place = catalogue.keep(labels.get('region') || named.region);
    const make = (over: Partial<FoundResource>) => () => ({
      name: catalogue.keep(named.name),
      service: catalogue.keep(named.service),
      kind: catalogue.keep(named.kind),
      place,
      ...ownerOf(labels, arn),
      tags: [],
      via: '',
      prefix: catalogue.keep(prefixOf(metric)),
      unnamed: catalogue.keep(named.unnamed),
      selector: [['name', catalogue.keep(arn)], ...selected] as FoundResource['selector'],
      ...over,
    });
    if (within === undefined || cluster === undefined) {
      const found = catalogue.get(id, make({}));
      const others = alike.get(arn) ?? [];
      if (isShared && found !== null && !others.includes(found))
        alike.set(catalogue.keep(arn), [...others, found]);
      return found;
    }
    const own: Partial<FoundResource> = {
      name: catalogue.keep(`${cluster}/${within}`),
      kind: 'service',
      via: catalogue.keep(cluster),
      selector: [
        ['name', catalogue.keep(arn)],
        [SERVICE, catalogue.keep(within)],
      ],
    };
    return catalogue.get(`${id} ${within}`, make(own));
  }

  /** Series bear whose they are; what says that a resource is there has it in its ARN alone. */
  const ownerOf = (labels: Series, arn: string) => ({
    account: catalogue.keep(labels.get('account_id') || (arn.split(':')[4] ?? '')),
    alias: catalogue.keep(labels.get('account_alias') ?? ''),
  });

  function withoutArn(metric: string, name: string, labels: Series): FoundResource | null {
    const dimensions = dimensionsOf(labels);
    const region = labels.get('region') ?? '';
    const text = dimensions.map(([label, value]) => `${label.replace('dimension_', '')} ${value}`).join(', ');
    const prefix = prefixOf(metric);
    const { account, alias } = ownerOf(labels, '');
    const owned = account === '' ? [] : [['account_id', account] as const];
    return catalogue.get(`${name} ${prefix} ${region} ${account} ${text}`, () => ({
      name: catalogue.keep(text || 'All together'),
      service: catalogue.keep(prefix.replace(/^aws_/, '').replaceAll('_', ' ').trim()),
      kind: '',
      place: catalogue.keep(region),
      ...{ account, alias },
      tags: [],
      via: '',
      prefix: catalogue.keep(prefix),
      unnamed: '',
      selector: [['name', name] as const, ...owned, ...dimensions].map(([label, value]) => [
        catalogue.keep(label),
        catalogue.keep(value),
      ]),
    }));
  }

  return {
    hear({ name: metric, series: labels, value, atMs }) {
      if (!metric.startsWith('aws_')) return;
      const isInfo = INFO.test(metric) && dimensionsOf(labels).length === 0;
      if (isInfo && labels.get('name')?.includes('::')) {
        if (waiting.length < MOST_WAITING) waiting.push({ metric, labels });
        return;
      }
      const resource = resourceOf(metric, labels, isInfo);
      if (resource === null) return;
      if (isInfo) addTags(catalogue, resource, labels);
      else {
        if (resource.figures.length === 0) Object.assign(resource, ownerOf(labels, labels.get('name') ?? ''));
        catalogue.add(resource, { metric, labels: further(resource, labels), value, atMs });
      }
    },
    resources: () => {
      for (const { metric, labels } of waiting.splice(0)) {
        const found = alike.get(labels.get('name') ?? '') ?? [resourceOf(metric, labels, true)];
        for (const resource of found) if (resource !== null) addTags(catalogue, resource, labels);
      }
      return catalogue.all.values();
    },
    isCut: () => catalogue.isCut,
  };
}

/** `aws_sqs_` of `aws_sqs_info` and of each of its series. */
const prefixOf = (metric: string): string =>
  /^aws_(?:ecs_containerinsights|[a-z0-9]+)_/.exec(metric)?.[0] ?? metric;

const dimensionsOf = (labels: Series) => [...labels].filter(([label]) => label.startsWith('dimension_'));

function addTags(catalogue: Catalogue, resource: FoundResource, labels: Series): void {
  for (const [label, value] of labels) {
    if (!label.startsWith('tag_') || value === '' || resource.tags.length >= MOST_TAGS) continue;
    const tag = catalogue.keep(`${label.slice('tag_'.length)}=${value}`);
    if (!resource.tags.includes(tag)) resource.tags.push(tag);
  }
}

/** Dimensions that the resource's name does not say. */
function further({ name, selector }: FoundResource, labels: Series): string {
  const own = new Set([name, ...name.split('/'), ...selector.map(([, value]) => value)]);
  return labelText(
    dimensionsOf(labels)
      .filter(([label, value]) => !COMMON.has(label) && !own.has(value))
      .map(([label, value]) => [label.replace('dimension_', ''), value] as const),
  );
}
