import 'server-only';
import { destinationName } from '@/lib/destination-name';
import type { Settings as SettingsView } from '@/lib/schemas/settings/settings';
import { secretInfo } from '../../files/secrets/names';
import { inspectTarget } from '../../remote-write/inspect';
import { mergeDestination } from '../../setup/answers/merge-answers';
import { readingSetIn } from '../../stack/reading';
import {
  DEFAULT_USERNAME,
  type Destination,
  destinationIn,
  NO_PASSWORD,
  profileList,
  variablesIn,
} from '../../stack/settings';
import type { Draft } from './draft';
import { NO_PROOF } from './proof';
import type { Section } from './section';

const NO_DESTINATION: Destination = { kind: 'local', url: '', username: '', secret: '' };

/** Where the data is sent, and with which credentials. */
export const destination: Section<'destination'> = {
  view: ({ texts, read }) => shownDestination(read(() => destinationIn(texts), NO_DESTINATION)),

  change(draft, input) {
    const before = destinationIn(draft.texts());
    const merged = mergeDestination(input, null, before);
    // Compose puts this name in the place of none.
    const username = merged.username || DEFAULT_USERNAME;
    const wanted = { ...merged, username };
    const changes = destinationChanges(before, wanted, variablesIn(draft.texts())('COMPOSE_PROFILES'));
    draft.setEnv(changes);
    sayDestination(draft, before, wanted);
    forgetProof(draft);
    if (wanted.kind === 'local') return;
    const { kind, url, secret } = wanted;
    const found = URL.canParse(url) ? inspectTarget({ kind, url: new URL(url), username, secret }) : null;
    if (found) draft.object(`destination.${found.field ?? 'url'}`, found.message, found.hint ?? '');
  },
};

/** A token for reading is no use at another destination, nor for another who writes there. */
function forgetProof(draft: Draft): void {
  if (readingSetIn(draft.texts())?.isForThis !== false) return;
  draft.setEnv(NO_PROOF);
  draft.say('Proof of arrival: off, since its token was for the destination before');
}

/** A destination for the browser. */
export function shownDestination({ kind, url, username, secret }: Destination): SettingsView['destination'] {
  return { kind, url, username, secret: secretInfo(secret) };
}

/** Variables that differ; what is right as it is keeps its line. */
function destinationChanges(
  before: Destination,
  wanted: Destination,
  profiles: string,
): Record<string, string> {
  const changes: Record<string, string> = {};
  if (before.kind !== wanted.kind) changes.WEIR_DESTINATION = wanted.kind;
  if (before.url !== wanted.url) changes.REMOTE_WRITE_URL = wanted.url;
  if (before.username !== wanted.username) changes.REMOTE_WRITE_USERNAME = wanted.username;
  if (before.secret !== wanted.secret) changes.REMOTE_WRITE_TOKEN = wanted.secret || NO_PASSWORD;
  const active = profileList(profiles);
  if (active.includes('local') !== (wanted.kind === 'local')) {
    const others = active.filter((name) => name !== 'local');
    changes.COMPOSE_PROFILES = [...others, ...(wanted.kind === 'local' ? ['local'] : [])].join(',');
  }
  return changes;
}

function sayDestination(draft: Draft, before: Destination, wanted: Destination): void {
  const name = ({ kind, url }: Destination) => destinationName({ kind, url });
  if (before.kind !== wanted.kind || before.url !== wanted.url) {
    const look = name(before) === name(wanted) ? bareUrl : name;
    draft.say(`Destination: ${look(before)} → ${look(wanted)}`);
  }
  if (wanted.kind === 'local') return;
  const isCloud = wanted.kind === 'grafana-cloud';
  if (before.username !== wanted.username) {
    draft.say(`${isCloud ? 'Instance ID' : 'User name'}: ${before.username} → ${wanted.username}`);
  }
  if (before.secret !== wanted.secret) draft.say(isCloud ? 'New token' : 'New password');
}

/** Without what may be secret in it. */
function bareUrl({ url }: Destination): string {
  const parsed = URL.parse(url);
  return parsed ? `${parsed.host}${parsed.pathname}` : 'none';
}
