import 'server-only';
import { secretInfo } from '../../files/secrets/names';
import { type ChannelRecord, hostOf, keep, type Message, originOf } from './channel';
import { deliver } from './deliver';

export const webhook: ChannelRecord<'webhook'> = {
  name: 'webhook',

  keepSecrets(input, saved) {
    const url = keep(input.url, saved?.url, 'url', 'Enter the address that takes the messages.');
    if (input.headerName === '') return { ...input, url, headerValue: '' };
    const isSame = saved?.headerName === input.headerName && originOf(saved.url) === originOf(url);
    const known = isSame ? saved.headerValue : '';
    const headerValue = keep(input.headerValue, known, 'headerValue', 'Enter the value of the header.');
    return { ...input, url, headerValue };
  },

  view: ({ url, headerValue, ...channel }) => ({
    ...channel,
    url: secretInfo(url),
    urlHost: hostOf(url),
    headerValue: secretInfo(headerValue),
  }),

  send({ url, headerName, headerValue }, message, options) {
    const headers = { 'idempotency-key': message.id, ...(headerName && { [headerName]: headerValue }) };
    const post = { url: new URL(url), contentType: 'application/json', body: webhookBody(message), headers };
    return deliver(post, 'address and the header', options);
  },
};

/** The shape is documented in docs/notifications.md. */
function webhookBody(message: Message): string {
  const time = (atMs: number) => new Date(atMs).toISOString();
  return JSON.stringify({
    version: 1,
    id: message.id,
    sentAt: time(message.atMs),
    cluster: message.cluster,
    title: message.title,
    text: `${message.title}\n\n${message.text}`,
    findings: message.news.map((line) => ({
      id: line.findingId,
      incident: line.incidentId,
      event: line.kind,
      severity: line.severity,
      title: line.title,
      consequence: line.consequence,
      fix: line.fix,
      since: time(line.sinceMs),
      until: line.untilMs === null ? null : time(line.untilMs),
    })),
  });
}
