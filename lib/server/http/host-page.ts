import 'server-only';
import { hostNameOf } from './host-rules';

/**
 * What a browser shows that came under a name which the panel does not know: the name, why, and what to do.
 * Plain HTML without a script, because nothing else of the panel is served under that name.
 */
export function unknownHostPage(host: string | null): Response {
  const name = escapeHtml(hostNameOf(host) ?? 'no name at all');
  const html = `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>Weir does not know this name</title></head>
<body>
<main>
<h1>Weir does not answer under “${name}”</h1>
<p>Your browser asked for this panel as <code>${name}</code>. The panel answers only under names that are its own,
so that a foreign website cannot reach it by pointing a name of its own here.</p>
<h2>What to do</h2>
<ul>
<li>Open it by the address of the machine, like <code>http://192.168.1.20:8430</code>, or by its own name,
like <code>http://raspberrypi.local:8430</code>.</li>
<li>If <code>${name}</code> is yours, open the panel in one of those ways and add it under Settings, Panel; or write it into <code>compose/.env</code> as
<code>WEIR_ALLOWED_HOSTS=${name}</code> (several with commas between them) and run <code>compose/up</code>.</li>
</ul>
</main>
</body>
</html>
`;
  return new Response(html, {
    status: 421,
    headers: {
      'content-type': 'text/html; charset=utf-8',
      'cache-control': 'no-store',
      'content-security-policy':
        "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'",
    },
  });
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
