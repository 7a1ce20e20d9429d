import 'server-only';
import { hostNameOf } from './host-rules';
import { escapeHtml, plainPage } from './plain-page';

/** What a browser shows that came under a name which the panel does not know: the name, why, and what to do. */
export function unknownHostPage(host: string | null): Response {
  const name = escapeHtml(hostNameOf(host) ?? 'no name at all');
  const body = `<h1>Weir does not answer under “${name}”</h1>
<p>Your browser asked for this panel as <code>${name}</code>. The panel answers only under names that are its own,
so that a foreign website cannot reach it by pointing a name of its own here.</p>
<h2>What to do</h2>
<ul>
<li>Open it by the address of the machine, like <code>http://192.168.1.20:8430</code>, or by its own name,
like <code>http://raspberrypi.local:8430</code>.</li>
<li>If <code>${name}</code> is yours, open the panel in one of those ways and add it under Settings, Panel; or write it into <code>compose/.env</code> as
<code>WEIR_ALLOWED_HOSTS=${name}</code> (several with commas between them) and run <code>compose/up</code>.</li>
</ul>`;
  return plainPage({ status: 421, title: 'Weir does not know this name', body });
}
