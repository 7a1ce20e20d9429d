import 'server-only';
import { variablesIn } from '../../../stack/settings';
import type { SourceDoctor } from '../../../stack/source-files';
import { refused } from '../../doctor/examine';
import { askedIn } from '../flags';
import { type Gcp, gcp } from '../gcp';
import { keyIn } from './assertion';
import { askDoctor } from './doctor';

export const gcpDoctor: SourceDoctor<Gcp> = {
  async ask(held, texts, signal) {
    // What is no key, or one that names another server, is told to nobody.
    const { ok, message } = gcp.check(held);
    const key = keyIn(held.keyJson);
    if (!ok || key === null) return refused(message);
    const endpoint = variablesIn(texts)('WEIR_GOOGLE_ENDPOINT_URL');
    const asked = {
      projects: [held.projectId, ...held.moreProjects],
      ...askedIn(texts.get('gcp-metrics') ?? ''),
    };
    return askDoctor({ key, endpoint, signal }, asked);
  },
};
