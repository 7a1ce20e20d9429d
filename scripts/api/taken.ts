const metric = 'node_cpu_seconds_total';
const address = 'https://attic.grafana.net';
const destination = {
  kind: 'grafana-cloud',
  url: 'https://prometheus-prod-13-prod-us-east-0.grafana.net/api/prom/push',
  instanceId: '123456',
  token: 'glc_…',
};
const sources = {
  pi: { enabled: true },
  containers: { enabled: true },
  aws: {
    enabled: true,
    accessKeyId: 'AKIAIOSFODNN7EXAMPLE',
    secretAccessKey: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
    regions: ['eu-west-1'],
  },
  gcp: { enabled: false },
};
const channel = {
  kind: 'ntfy',
  name: 'My phone',
  isOn: true,
  server: 'https://ntfy.sh',
  topic: 'pond-weir',
  hasToken: false,
};
const deadMan = { isOn: true, url: 'https://hc-ping.com/…', okWhile: 'degraded', failSignal: 'fail' };
const password = 'tall reeds by the pond';

/** Examples of bodies, by the names of their schemas. */
export const taken: Record<string, unknown> = {
  Acknowledge: { findingId: 'disk-nearly-full', isAcknowledged: true },
  AggregationPreviewInput: { job: 'node-exporter', metric, without: ['cpu'] },
  BackupSchedule: { every: 'day', hour: 3, keep: 14 },
  ChangePassword: { current: 'duck weed on the lake', password },
  ChannelInput: channel,
  ChannelTest: { id: null, channel },
  Claim: { code: 'K7QMX-2FHPA', password },
  DeadManInput: deadMan,
  DestinationInput: destination,
  DownloadInput: { passphrase: 'tall reeds by the pond' },
  FilterPreviewInput: {
    job: 'node-exporter',
    filter: { mode: 'slim', rules: [{ action: 'drop', label: '__name__', pattern: 'node_netstat_.*' }] },
  },
  GrafanaApply: { address, overwrite: ['weir-pi'] },
  GrafanaInput: { address, token: 'glsa_…' },
  KeyProof: { proof: 'K7QMX2' },
  LaunchInput: {},
  Login: { password },
  MetricsQuestion: { sources, group: 'AWS/SQS' },
  NameInput: { cluster: 'pi-attic' },
  NewToken: { scope: 'read' },
  NoInput: {},
  NotifyRules: {
    afterMinutes: 5,
    tellsWarnings: true,
    reminderHours: 24,
    quiet: { from: '22:00', to: '07:00', losingPasses: true },
    timeZone: 'Europe/Berlin',
  },
  OpenInput: { secret: 'AGE-SECRET-KEY-1…' },
  OwnRules: { off: [], limits: {} },
  ProofTry: { username: '123456', token: 'glc_…' },
  RestoreBackupInput: { cluster: 'pi-attic' },
  RestoreInput: { reason: 'The new interval was too short' },
  ServiceAction: { action: 'restart' },
  SettingsInput: {
    scrape: { 'node-exporter': { intervalSeconds: 15, timeoutSeconds: null } },
    reason: 'Finer graphs while I look for the leak',
  },
  SettleInput: {},
  SourcesInput: sources,
  SupportInput: { hide: ['ip-address'] },
  UpdateInput: { service: 'vmagent', tag: 'v1.154.1', isQuick: false, maySeriesDiffer: false },
  UpdateSettingsInput: { soakDays: 14 },
  WizardRestoreInput: { id: '5f0c7f4e6a534c0e9f570c4d', cluster: 'pi-attic' },
};
