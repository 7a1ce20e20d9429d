import type { Call } from './call.ts';

/** An error as AWS words it, with the code of the Query protocol; the JSON services have longer names for the same codes. */
export interface AwsError {
  status: number;
  code: string;
  message: string;
}

/** Which calls it is about; what is not named is every one. */
interface Where {
  /** As a policy names it, e.g. `tag:GetResources`. */
  action?: string;
  region?: string;
  /** Of CloudWatch, e.g. `AWS/SQS`: calls that are about this service's resources. */
  namespace?: string;
}

/**
 * - `deny`: no policy allows it. `forbid`: a service control policy denies it.
 * - `throttle`: rate exceeded. `fail`: an error, 500 unless told. `hang`: never an answer. `expire`: the key has expired.
 * - `no-points`: CloudWatch has the metric and no points. `untag`: the tagging API knows none of these resources.
 */
export type Fault = Where &
  (
    | { does: 'deny' | 'forbid' | 'throttle' | 'hang' | 'expire' | 'no-points' | 'untag' }
    | { does: 'fail'; error?: AwsError }
  );

/** An answer that is an error. */
export class Refusal extends Error {
  readonly error: AwsError;
  constructor(status: number, code: string, message: string) {
    super(message);
    this.error = { status, code, message };
  }
}

const INTERNAL: AwsError = {
  status: 500,
  code: 'InternalFailure',
  message: 'The request processing has failed because of an unknown error, exception or failure.',
};

/** Whether something of a kind is wrong with one service's resources in a region. */
export const isHit = (faults: readonly Fault[], does: Fault['does'], region: string, namespace: string) =>
  faults.some(
    (fault) =>
      fault.does === does &&
      (fault.region ?? region) === region &&
      (fault.namespace ?? namespace) === namespace,
  );

const isAbout = ({ action, region, namespace }: Where, call: Call) =>
  (action ?? call.action) === call.action &&
  (region ?? call.region) === call.region &&
  (namespace === undefined || call.namespaces.includes(namespace));

export const faultsOf = (faults: readonly Fault[], call: Call): Fault[] =>
  faults.filter((fault) => isAbout(fault, call));

/** Services name what a denied call was about in their own ways. */
function resourceOf({ action, region, path, input }: Call, account: string): string {
  const [service] = action.split(':');
  if (service === 'apigateway') return ` on resource: arn:aws:apigateway:${region}::${path}`;
  if (service === 'sqs') return ` on resource: arn:aws:sqs:${region}:${account}:*`;
  if (action === 'sts:AssumeRole') return ` on resource: ${(input as { RoleArn?: string }).RoleArn}`;
  return ['iam', 'lambda', 'ecs'].includes(service ?? '') ? ' on resource: *' : '';
}

/** AWS's sentence for a call that is not allowed. */
export function denial(call: Call, arn: string, account: string, isForbidden = false): AwsError {
  // SQS alone writes the action in small letters.
  const action = call.action.startsWith('sqs:') ? call.action.toLowerCase() : call.action;
  const why = isForbidden
    ? 'with an explicit deny in a service control policy'
    : `because no identity-based policy allows the ${action} action`;
  const what = `${action}${resourceOf(call, account)}`;
  const reason = call.action === 'sts:AssumeRole' && !isForbidden ? '' : ` ${why}`;
  return {
    status: 403,
    code: 'AccessDenied',
    message: `User: ${arn} is not authorized to perform: ${what}${reason}`,
  };
}

/** The error of a fault; null: it is none that answers. */
export function errorOf(fault: Fault, call: Call, arn: string, account: string): AwsError | null {
  switch (fault.does) {
    case 'deny':
    case 'forbid':
      return denial(call, arn, account, fault.does === 'forbid');
    case 'throttle':
      return { status: 400, code: 'Throttling', message: 'Rate exceeded' };
    case 'expire':
      return {
        status: 403,
        code: 'ExpiredToken',
        message: 'The security token included in the request is expired',
      };
    case 'fail':
      return fault.error ?? INTERNAL;
    default:
      return null;
  }
}
