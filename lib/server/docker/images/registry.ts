import 'server-only';
import type { ServiceName } from '@/lib/schemas/snapshot';
import { withDocker } from '../client';
import { toDockerError } from '../docker-error';
import { cleanText } from '../log-lines/text';

/** Whether a registry would give an image; why it would not is one or two full sentences. */
export type RegistryAnswer = { has: true } | { has: false; why: string };

const LIMIT_MS = 6_000;
const MAX_WORDS = 200;
/** Images that are made on the machine itself. */
const LOCAL = 'weir-local/';

type Words = (registry: string) => string;

/** What the engine and registries say, to what it means; the first that fits. */
const MEANINGS: readonly [RegExp, Words][] = [
  [
    /no such host|server misbehaving|temporary failure in name resolution/i,
    (registry) =>
      `The name ${registry} leads nowhere: this machine has no connection to the internet, or its DNS does not work.`,
  ],
  [
    /x509|certificate/i,
    (registry) =>
      `The certificate of ${registry} is not trusted here. Look at the clock of this machine, and whether a proxy changes secure connections.`,
  ],
  [
    /too ?many ?requests|\b429\b|rate limit/i,
    (registry) => `${registry} takes no more requests from this connection for now. Try again in some hours.`,
  ],
  [
    /no matching manifest/i,
    (registry) => `${registry} has no image of that name for this machine’s processor.`,
  ],
  [
    /denied|unauthorized|authentication required/i,
    (registry) => `${registry} has no image of that name, or gives it out only with an account.`,
  ],
  [/manifest unknown|not found|name unknown/i, (registry) => `${registry} has no image of that name.`],
  [
    /refused|time(d )?out|deadline exceeded|unreachable|no route|in time|\bEOF\b|reset by peer|\b50[0-9]\b/i,
    (registry) => `${registry} does not answer as it should. Look at the internet connection, or try later.`,
  ],
];

/** Made on this machine, so no registry is asked: under that name it could give anything. */
export function isLocalName(ref: string): boolean {
  return ref.startsWith(LOCAL);
}

/** The newest image of a service that was made on this machine, or null. */
export async function localImage(service: ServiceName): Promise<string | null> {
  const name = `${LOCAL}${service}`;
  const made = await withDocker((client) => client.listImages({ filters: { reference: [name] } }));
  const newest = made.toSorted((one, other) => other.Created - one.Created)[0];
  return newest?.RepoTags?.find((tag) => tag.startsWith(`${name}:`)) ?? null;
}

/** What a failed pull, or a question to a registry, means for a person. @param words of the engine, untrusted */
export function registryWords(ref: string, words: string): string {
  const registry = registryOf(ref);
  const meaning = MEANINGS.find(([pattern]) => pattern.test(words))?.[1];
  return meaning?.(registry) ?? `${registry} said: ${cleanText(words).trim().slice(0, MAX_WORDS)}.`;
}

/**
 * Asks the registry of an image, through the engine, whether it would give it. Nothing is downloaded.
 * @throws AppError docker-unreachable | docker-denied
 */
export async function askRegistry(ref: string): Promise<RegistryAnswer> {
  if (isLocalName(ref)) return { has: false, why: 'No registry has it: it is built on the machine itself.' };
  if (!/^\w[\w./:@-]{0,255}$/.test(ref) || ref.includes('..'))
    return { has: false, why: 'Its name is not a valid image name.' };
  try {
    await distribution(ref);
    return { has: true };
  } catch (error) {
    const { code, message } = toDockerError(error);
    if (code === 'docker-unreachable' || code === 'docker-denied') throw error;
    return { has: false, why: registryWords(ref, message) };
  }
}

/** The client has a call for it that cannot be ended, and an engine without a way out waits for long. */
function distribution(ref: string): Promise<unknown> {
  const options = {
    path: `/distribution/${ref}/json`,
    method: 'GET',
    statusCodes: { 200: true },
    abortSignal: AbortSignal.timeout(LIMIT_MS),
  };
  return withDocker(
    ({ modem }) =>
      new Promise((resolve, reject) => {
        modem.dial(options, (error: unknown, data: unknown) => (error ? reject(error) : resolve(data)));
      }),
  );
}

/** The host that an image's name begins with; without one it is Docker's own. */
export function registryOf(ref: string): string {
  const [first = '', ...others] = ref.split('/');
  const isHost = others.length > 0 && (/[.:]/.test(first) || first === 'localhost');
  return isHost ? first : 'docker.io';
}
