import 'server-only';
import { variablesIn } from '../../../stack/settings';
import type { SourceDoctor } from '../../../stack/source-files';
import { refused } from '../../doctor/examine';
import { isMomentary } from '../../doctor/told';
import { askedIn } from '../flags';
import { type Gcp, gcp } from '../gcp';
import { askToken } from './ask';
import { keyIn } from './assertion';
import { askDoctor } from './doctor';

const endpointIn = (texts: Parameters<typeof variablesIn>[0]) =>
  variablesIn(texts)('WEIR_GOOGLE_ENDPOINT_URL');

export const gcpDoctor: SourceDoctor<Gcp> = {
  async ask(held, texts, signal, progress) {
    // What is no key, or one that names another server, is told to nobody.
    const { ok, message } = gcp.check(held);
    const key = keyIn(held.keyJson);
    if (!ok || key === null) return refused(message);
    const asked = {
      projects: [held.projectId, ...held.moreProjects],
      ...askedIn(texts.get('gcp-metrics') ?? ''),
    };
    return askDoctor({ key, endpoint: endpointIn(texts), signal, progress }, asked);
  },
  async letsIn(held, texts, signal) {
    const key = keyIn(held.keyJson);
    // Of what is no key its exporter tells.
    if (key === null || !gcp.check(held).ok) return undefined;
    const { answer } = await askToken({ key, endpoint: endpointIn(texts), signal });
    if (answer.ok) return null;
    return isMomentary(answer.told) ? undefined : answer.told;
  },
};
