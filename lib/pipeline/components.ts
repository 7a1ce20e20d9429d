/**
 * What the stack is made of, one record for each service (`source-records.ts` has one for each source): the one place
 * that says what is true of which. Pure, without a validator, for the server and for what a page loads first.
 */
import { awsService } from './sources/aws/service';
import { containersService } from './sources/containers/service';
import { gcpService } from './sources/gcp/service';
import { piService } from './sources/pi/service';
import { exporter, fromDebian, type OwnFile, type ServiceShape } from './sources/shape';

export type { BuildCost } from './sources/shape';

const core = { ...exporter, isEssential: true, answers: true } as const;

const vmagent = {
  ...core,
  service: 'vmagent',
  source: null,
  short: '',
  role: 'Collects, buffers and delivers',
  target: null,
  port: { inside: 8429, variable: 'VMAGENT_PORT' },
  profile: null,
  startOrder: 6,
  reloads: 'vmagent-config',
  image: { variable: 'VMAGENT_IMAGE', megabytes: 10 },
  build: fromDebian(60),
} as const satisfies ServiceShape;

const store = {
  ...core,
  service: 'victoria-metrics',
  hasJob: false,
  source: null,
  short: 'the store on this Pi',
  role: 'Stores data on this Pi',
  target: null,
  port: { inside: 8428, variable: 'VICTORIA_METRICS_PORT' },
  profile: 'local',
  startOrder: 1,
  image: { variable: 'VICTORIA_METRICS_IMAGE', megabytes: 15 },
  build: fromDebian(60),
} as const satisfies ServiceShape;

const panel = {
  ...exporter,
  service: 'weir',
  source: null,
  short: 'this panel',
  role: 'This panel',
  target: 'weir:8430',
  port: { inside: 8430, variable: 'WEIR_PORT' },
  profile: null,
  startOrder: null,
  image: { variable: 'WEIR_IMAGE', megabytes: null },
  build: null,
} as const satisfies ServiceShape;

export const components = [
  vmagent,
  awsService,
  gcpService,
  piService,
  containersService,
  store,
  panel,
] as const;

/** Where data comes from. */
export const sourceIds = ['aws', 'gcp', 'pi', 'containers'] as const;
export type SourceId = (typeof sourceIds)[number];

export type Named = (typeof components)[number];
export type ServiceName = Named['service'];
/** A job that the forms know. */
export type ScrapeJob = Extract<Named, { hasJob: true }>['service'];
/** A job whose target list is a file. */
export type TargetJob = Extract<Named, { target: string }>['service'];
/** A file of the stack that one service alone reads. */
export type OwnFileId = Named['files'][number]['id'];

export interface Component extends ServiceShape {
  service: ServiceName;
  source: SourceId | null;
  files: readonly (OwnFile & { id: OwnFileId })[];
}
