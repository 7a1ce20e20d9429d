import 'server-only';
import { formatDuration } from '@/lib/duration';
import type { Finding } from '@/lib/schemas/snapshot';
import type { Message } from './channels/channel';
import { dayAndTime } from './local-time';
import type { News } from './types';

type Content = Pick<Message, 'id' | 'cluster' | 'atMs' | 'timeZone'> & { news: readonly News[] };

const severityWords: Record<Finding['severity'], string> = {
  losing: 'Losing data',
  waiting: 'Data waits',
  warning: 'Warning',
  info: 'Note',
};
/** ntfy makes a file of a message beyond 4,096 bytes, and some servers refuse it. */
const MOST_BYTES = 3500;
const ORDER: Finding['severity'][] = ['losing', 'waiting', 'warning', 'info'];
const isOpen = ({ kind }: News) => kind === 'opened' || kind === 'reminder';

/** The words of a message; those of components are cleaned of what could steer a terminal or forge a line. */
export function composeMessage({ news: given, cluster, ...content }: Content): Message {
  const news = given.map(cleaned).sort((a, b) => rank(a) - rank(b));
  const open = news.filter(isOpen);
  const [first] = news;
  const more = news.length > 1 ? ` (and ${news.length - 1} more)` : '';
  const name = clean(cluster);
  return {
    ...content,
    cluster: name,
    news,
    title: `${name}: ${first ? headline(first) : 'Nothing to tell.'}${more}`,
    text: fitting(news.map((line) => paragraph(line, content))),
    urgency:
      open.length === 0 ? 'over' : open.some(({ severity }) => severity === 'losing') ? 'losing' : 'open',
  };
}

/** The worst ones, as many as fit; how many more there are. */
function fitting(paragraphs: readonly string[]): string {
  const taken: string[] = [];
  let bytes = 0;
  for (const text of paragraphs) {
    bytes += Buffer.byteLength(text) + 2;
    if (taken.length > 0 && bytes > MOST_BYTES) break;
    taken.push(text);
  }
  const left = paragraphs.length - taken.length;
  return [...taken, ...(left > 0 ? [`And ${left} more: the overview has them all.`] : [])].join('\n\n');
}

const rank = (line: News) => (isOpen(line) ? 0 : ORDER.length) + ORDER.indexOf(line.severity);

function headline({ kind, severity, title }: News): string {
  if (kind === 'opened') return `${severityWords[severity]}: ${title}`;
  if (kind === 'reminder') return `Still: ${title}`;
  return `Over: ${title}`;
}

function paragraph(line: News, { atMs, timeZone }: Pick<Content, 'atMs' | 'timeZone'>): string {
  const since = dayAndTime(line.sinceMs, timeZone);
  if (line.untilMs === null) {
    const lasted = formatDuration((atMs - line.sinceMs) / 1000);
    const when = `Since ${since} (${timeZone}), for ${lasted}.`;
    return [headline(line), line.consequence, `What to do: ${line.fix}`, when].join('\n');
  }
  const until = dayAndTime(line.untilMs, timeZone);
  const lasted = formatDuration((line.untilMs - line.sinceMs) / 1000);
  const late = line.kind === 'past' ? ['It could not be told while it lasted.'] : [];
  return [headline(line), `From ${since} to ${until} (${timeZone}), ${lasted}.`, ...late].join('\n');
}

function cleaned(line: News): News {
  const { title, consequence, fix } = line;
  return { ...line, title: clean(title), consequence: clean(consequence), fix: clean(fix) };
}

function clean(text: string): string {
  return text
    .replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu, ' ')
    .replace(/ +/g, ' ')
    .trim()
    .slice(0, 600);
}
