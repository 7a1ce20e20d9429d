import 'server-only';
import { isNamespace } from '@/lib/pipeline/sources/aws/namespaces';
import { variablesIn, yamlIn } from '../../../stack/settings';
import type { SourceDoctor } from '../../../stack/source-files';
import { refused } from '../../doctor/examine';
import type { Aws } from '../aws';
import { keyProblem, regionProblem } from '../check';
import { record } from '../job-settings';
import { discoveryJobs } from '../jobs';
import type { Accounts } from './accounts';
import { apiNames } from './api-names';
import type { Caller } from './ask';
import { askDoctor } from './doctor';
import { listMetrics } from './metrics';

type Texts = Parameters<SourceDoctor<Aws>['ask']>[1];

export const awsDoctor: SourceDoctor<Aws> = {
  async ask(held, texts, signal, progress) {
    // What is in the wrong field is told to nobody.
    const wrong = keyProblem(held)?.message ?? (held.regions.length === 0 ? regionProblem([]) : null);
    if (wrong !== null) return refused(wrong);
    const jobs = discoveryJobs(yamlIn(texts, 'yace-config', []));
    return askDoctor({ ...callerOf(held, texts, signal), progress }, accountsOf(held, texts), jobs);
  },
  async names(held, texts, places, signal) {
    if (keyProblem(held) !== null) return new Map();
    return apiNames(callerOf(held, texts, signal), accountsOf(held, texts), places);
  },
  async list(held, texts, signal, namespace) {
    const message = isNamespace(namespace)
      ? keyProblem(held)?.message
      : `yace knows no namespace ${namespace}.`;
    if (message !== undefined) return { sets: [], isAll: false, places: [], problem: { message, fix: null } };
    return listMetrics(callerOf(held, texts, signal), accountsOf(held, texts), namespace, held.regions);
  },
};

const callerOf = ({ accessKeyId, secretAccessKey }: Aws, texts: Texts, signal: AbortSignal): Caller => ({
  key: { accessKeyId, secretAccessKey },
  endpoint: variablesIn(texts)('AWS_ENDPOINT_URL'),
  signal,
});

/** YACE has roles lent by the region of its file, else by that of its environment. */
function accountsOf({ roles, ownAccount, regions }: Aws, texts: Texts): Accounts {
  const { 'sts-region': region } = record(yamlIn(texts, 'yace-config', []));
  const set = typeof region === 'string' && region !== '' ? region : variablesIn(texts)('AWS_REGION');
  return { roles, ownAccount, stsRegion: set === '' ? (regions[0] ?? '') : set };
}
