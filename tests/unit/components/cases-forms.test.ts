import { describe, expect, it } from 'vitest';
import { findRegions } from '@/components/forms/sources/aws/place/regions';
import { savedSources, sourcesForm } from '@/components/forms/sources/source-forms';
import { gcpProjectIdSchema } from '@/lib/schemas/gcp/gcp';
import { type SettingsChange, settingsChangeSchema } from '@/lib/schemas/settings/settings';
import { awsRegionSchema } from '@/lib/schemas/wizard';
import type { Texts } from '@/lib/server/change/records/texts';
import { setEnv } from '@/lib/server/files/env/env-file';
import { changeTexts, lockedSections } from '@/lib/server/settings/sections/change-texts';
import { settingsView } from '@/lib/server/settings/sections/settings-view';
import { isEmptyTarget, targetText } from '@/lib/server/stack/target-text';
import { shippedFacts, shippedTexts } from '../../support/fixtures/shipped-texts';

const facts = shippedFacts;
const change = (input: unknown, texts: Texts) => changeTexts(settingsChangeSchema.parse(input), texts, facts);
const env = (changes: Record<string, string>) => setEnv(shippedTexts().get('env') ?? '', changes);
const KEYS = {
  AWS_ACCESS_KEY_ID: 'AKIAIOSFODNN7EXAMPLE',
  AWS_SECRET_ACCESS_KEY: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
};
const NEW_KEY = {
  enabled: true,
  accessKeyId: 'AKIAIOSFODNN7EXAMPL2',
  secretAccessKey: KEYS.AWS_SECRET_ACCESS_KEY.toLowerCase(),
};

/** The settings as a form would send them back, with a part of them changed. */
function sources(texts: Texts, changed: Partial<NonNullable<SettingsChange['sources']>>) {
  const { pi, containers, aws, gcp } = settingsView(texts, facts).sources;
  return {
    sources: {
      pi,
      containers,
      aws: { enabled: aws.enabled, accessKeyId: aws.accessKeyId, regions: aws.regions },
      gcp: { enabled: gcp.enabled, projectId: gcp.projectId },
      ...changed,
    },
  };
}

describe('cases 12 and 13, a name that exists', () => {
  it.each([
    ...['eu-west-1', 'us-gov-west-1', 'cn-northwest-1', 'eusc-de-east-1', 'us-iso-east-1', 'us-isob-east-1'],
    ...['eu-isoe-west-1', 'us-isof-south-1', 'ap-southeast-12', 'mx-central-1'],
  ])('takes the region %s', (region) => {
    expect(awsRegionSchema.safeParse(region).success).toBe(true);
    expect(findRegions(region).map(({ code }) => code)).toContain(region);
  });

  it.each(['', 'atlantis', 'eu-west', 'EU-WEST-1', 'eu-west-1a', 'eu--1', 'a-b-1', `eu${'-a'.repeat(20)}-1`])(
    'refuses %j as a new region',
    (region) => {
      expect(awsRegionSchema.safeParse(region).success).toBe(false);
      const texts = shippedTexts({ env: env({ COMPOSE_PROFILES: 'system,aws', ...KEYS }) });
      const wish = sources(texts, {
        aws: { enabled: true, accessKeyId: KEYS.AWS_ACCESS_KEY_ID, regions: ['us-east-1', region || 'x'] },
      });
      expect(change(wish, texts).problems).toMatchObject([{ field: 'sources.aws.regions' }]);
    },
  );

  it.each([
    'my-project-123',
    'example.com:my-project-123',
    'a.b-c.example.co.uk:x1y',
    '123456789012',
    '3d-prints',
  ])('takes the project %s', (id) => {
    expect(gcpProjectIdSchema.safeParse(id).success).toBe(true);
  });

  it.each(['My-Project', 'a b', 'example.com:', ':x', 'x-', 'no_underscore', `${'a'.repeat(90)}`])(
    'refuses %j as a project',
    (id) => {
      expect(gcpProjectIdSchema.safeParse(id).success).toBe(false);
    },
  );

  it('lets a change of another source go by what stands in the files, whatever it is', () => {
    const yace = (shippedTexts().get('yace-config') ?? '').replaceAll('us-east-1', 'Somewhere_else');
    const texts = shippedTexts({
      env: env({
        COMPOSE_PROFILES: 'system,aws,gcp',
        GCP_PROJECT_ID: 'project_one,example.com:two',
        AWS_ACCESS_KEY_ID: 'ASIAODD',
        AWS_SECRET_ACCESS_KEY: 'odd',
      }),
      'yace-config': yace,
      'vmagent-config': (shippedTexts().get('vmagent-config') ?? '').replace('60s', '"%{INTERVAL}"'),
      'vmagent-target/yace': '- targets: [*nowhere]\n',
    });
    const result = change(sources(texts, { containers: { enabled: true } }), texts);
    expect(result.problems).toEqual([]);
    expect(result.title).toMatch(/Containers? .*on/i);
    expect(result.texts.get('yace-config')).toBe(yace);
    const scrape = { scrape: { yace: { intervalSeconds: 600, timeoutSeconds: 30 } } };
    expect(change(scrape, texts).problems).toEqual([]);
  });

  it('does not hold a form up by what is saved', () => {
    const texts = shippedTexts({
      env: env({ COMPOSE_PROFILES: 'system,aws', ...KEYS }),
      'yace-config': 'discovery: {jobs: [{type: AWS/SQS, regions: [Odd_One], metrics: []}]}\n',
    });
    const saved = settingsView(texts, facts).sources;
    expect(sourcesForm(saved).safeParse(savedSources(saved)).success).toBe(true);
    expect(sourcesForm(null).safeParse({ ...savedSources(saved) }).success).toBe(false);
  });
});

describe('case 14, a YACE file without discovery jobs', () => {
  const STATIC = `apiVersion: v1alpha1
static:
  - namespace: AWS/Billing
    name: billing
    regions: [us-east-1]
    dimensions: [{name: Currency, value: USD}]
    metrics: [{name: EstimatedCharges, statistics: [Maximum], period: 21600, length: 21600}]
`;
  const CUSTOM =
    'apiVersion: v1alpha1\ncustomNamespace:\n  - {name: c, namespace: My/App, regions: [eu-west-1], metrics: []}\n';

  it.each([
    ['static jobs only', STATIC, ['us-east-1']],
    ['jobs of an own namespace only', CUSTOM, ['eu-west-1']],
    ['no jobs', 'apiVersion: v1alpha1\n', []],
    ['an empty list of jobs', 'apiVersion: v1alpha1\ndiscovery: {jobs: []}\n', []],
    ['nothing in it', '', []],
  ])('%s: a key can be changed, regions are shown, and are no other afterwards', (_, yace, regions) => {
    const texts = shippedTexts({
      env: env({ COMPOSE_PROFILES: 'system,aws', ...KEYS }),
      'yace-config': yace,
    });
    const view = settingsView(texts, facts);
    expect(view.sources.aws.regions).toEqual(regions);
    const saved = savedSources(view.sources);
    expect(sourcesForm(view.sources).safeParse(saved).success).toBe(true);

    const result = change(sources(texts, { aws: { ...NEW_KEY, regions } }), texts);
    expect(result.problems).toEqual([]);
    expect(result.title).toBe(`AWS: new access key ${NEW_KEY.accessKeyId}`);
    expect(result.texts.get('yace-config')).toBe(yace);
    expect(result.texts.get('env')).toContain('AWS_REGION=us-east-1');
  });

  it('says why regions cannot be changed here', () => {
    const texts = shippedTexts({
      env: env({ COMPOSE_PROFILES: 'system,aws', ...KEYS }),
      'yace-config': STATIC,
    });
    const wish = sources(texts, {
      aws: { enabled: true, accessKeyId: KEYS.AWS_ACCESS_KEY_ID, regions: ['us-east-1', 'eu-west-1'] },
    });
    expect(change(wish, texts).problems).toMatchObject([
      { field: 'sources.aws.regions', message: expect.stringContaining('no discovery jobs') },
    ]);
    const locked = lockedSections(settingsView(texts, facts), texts, facts);
    expect(locked['sources.aws.regions']).toContain('no discovery jobs');
  });

  it('changes the regions of discovery jobs and leaves static ones alone', () => {
    const yace = `${STATIC}discovery:\n  jobs:\n    - type: AWS/SQS\n      regions: [eu-west-1]\n      metrics: []\n`;
    const texts = shippedTexts({
      env: env({ COMPOSE_PROFILES: 'system,aws', ...KEYS }),
      'yace-config': yace,
    });
    const wish = sources(texts, {
      aws: { enabled: true, accessKeyId: KEYS.AWS_ACCESS_KEY_ID, regions: ['eu-central-1'] },
    });
    const result = change(wish, texts);
    expect(result.problems).toEqual([]);
    expect(result.texts.get('yace-config')).toBe(yace.replace('[eu-west-1]', '[eu-central-1]'));
  });
});

describe('case 19, a target list with more in it than the form knows', () => {
  const OWN = 'host.docker.internal:%{NODE_EXPORTER_PORT}';
  const NAS = '- targets: ["192.0.2.20:9100"]\n  labels: {instance: nas}\n';

  it.each([
    ['a second machine', `- targets: ["${OWN}"]\n${NAS}`],
    ['comments between', `# mine\n- targets: ["${OWN}"]\n# the other one\n${NAS}# end\n`],
    ['labels of its own', `- targets: ["${OWN}"]\n  labels: {room: attic}\n${NAS}`],
    ['a comment beside it', `- targets: ["${OWN}"] # this one\n`],
    ['both in one entry', `- targets: ["${OWN}", "192.0.2.20:9100"]\n  labels: {room: attic}\n`],
    ['a list in lines', `- labels: {room: attic}\n  targets:\n    - "${OWN}"\n    - 192.0.2.20:9100\n`],
    ['another port', '- targets: ["host.docker.internal:9101"]\n  labels: {room: attic}\n'],
    ['JSON', `[{"targets": ["${OWN}"]}, {"targets": ["192.0.2.20:9100"], "labels": {"instance": "nas"}}]\n`],
    ['Windows line ends', `- targets: ["${OWN}"]\r\n${NAS.replaceAll('\n', '\r\n')}`],
  ])('%s: what is not the form’s stays when its source goes off and on', (_, text) => {
    const off = targetText(text, OWN, false);
    expect(off).not.toContain('host.docker.internal');
    const on = targetText(off, OWN, true);
    expect(on).toContain('host.docker.internal');
    for (const kept of [
      '192.0.2.20:9100',
      'nas',
      'room',
      'attic',
      '# mine',
      '# the other one',
      '# this one',
    ]) {
      expect([kept, off.includes(kept), on.includes(kept)]).toEqual([
        kept,
        text.includes(kept),
        text.includes(kept),
      ]);
    }
    expect(targetText(targetText(on, OWN, false), OWN, true)).toBe(on);
  });

  it('is the form’s own list where it holds nothing else', () => {
    expect(targetText(`# x\n- targets: ["${OWN}"]\n`, OWN, false)).toBe('# x\n[]\n');
    expect(targetText('# x\n[]\n', OWN, true)).toBe(`# x\n- targets: ["${OWN}"]\n`);
    expect(isEmptyTarget('- targets: []\n  labels: {a: b}\n')).toBe(true);
  });

  it('goes off and on by a change of the sources', () => {
    const list = `- targets: ["${OWN}"]\n${NAS}`;
    const texts = shippedTexts({
      env: env({ COMPOSE_PROFILES: 'system,containers' }),
      'vmagent-target/node-exporter': list,
    });
    const off = change(sources(texts, { pi: { enabled: false } }), texts);
    expect(off.problems).toEqual([]);
    expect(off.texts.get('vmagent-target/node-exporter')).toBe(NAS);
    const on = change(sources(off.texts, { pi: { enabled: true } }), off.texts);
    expect(on.texts.get('vmagent-target/node-exporter')).toBe(`${NAS}- targets: ["${OWN}"]\n`);
  });
});
