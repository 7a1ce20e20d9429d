import 'server-only';
import { randomUUID } from 'node:crypto';
import { AppError } from '../errors';
import { errorResponse } from './envelope';
import { plainPage } from './plain-page';

const page = `<h1>Another panel works on this stack</h1>
<p>This panel waits: it shows nothing and changes nothing while another one works on the same folder. Your data is not
at risk. The pipeline runs without a panel.</p>
<h2>What to do</h2>
<ul>
<li>Use the other panel. It answers at another address or port of this machine.</li>
<li>Or end it: <code>sudo docker ps --filter name=weir</code> names the panels in containers. Then load
this page again.</li>
</ul>`;

/** The answer to everything while another panel works on the folder. */
export function standbyAnswer(isApi: boolean): Response {
  if (!isApi) return plainPage({ status: 503, title: 'Another panel works on this stack', body: page });
  const error = new AppError(
    'another-panel',
    'Another panel works on this stack. This one waits until it ends.',
    {
      hint: 'Use the other panel, or end it: this one continues by itself then.',
      retryAfterSeconds: 5,
    },
  );
  return errorResponse(error, randomUUID());
}
