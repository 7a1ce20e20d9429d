import 'server-only';
import { listed } from '@/lib/english';
import { inOrder, sourceService, sourceWordsOf, underName } from '@/lib/pipeline/components';
import { isEssential, sourceRecord } from '@/lib/pipeline/records';
import type { ServiceName, SourceId } from '@/lib/schemas/snapshot';
import { AppError, asAppError } from '../errors';
import { singleton } from '../singleton';
import type { TaskContext } from '../tasks/tasks';

const reasons = () => singleton('left-out', () => new Map<ServiceName, string>());

/**
 * Keeps why a service could not be brought up for as long as the panel runs: what is to run, the files say.
 * @param reason a sentence without secrets; null: it runs
 */
export function noteLeftOut(service: ServiceName, reason: string | null): void {
  if (reason === null) reasons().delete(service);
  else reasons().set(service, reason);
}

/** Why the last launch or start could not bring it up; null: it could, or it was not tried. */
export function whyLeftOut(service: ServiceName): string | null {
  return reasons().get(service) ?? null;
}

/** What went wrong with one service, and no more than that, so that a task can go on without it. */
const OF_ONE_SERVICE = [
  'image-missing',
  'disk-full',
  'docker-error',
  'service-unhealthy',
  'service-absent',
  'timeout',
];

export const isOfOneService = ({ code }: AppError): boolean => OF_ONE_SERVICE.includes(code);

/** The sources that a launch goes on without, each with its reason. */
export class LeftOut {
  readonly #ctx: TaskContext;
  readonly #reasons = new Map<ServiceName, string>();

  constructor(ctx: TaskContext) {
    this.#ctx = ctx;
  }

  get services(): ReadonlySet<ServiceName> {
    return new Set(this.#reasons.keys());
  }

  /** Goes on without a source. @throws the error where more than the source is at fault, or nothing works without it */
  add(service: ServiceName, error: unknown, action: 'start' | 'restart' = 'start'): void {
    this.#ctx.signal.throwIfAborted();
    const known = asAppError(error);
    if (isEssential(service) || !isOfOneService(known)) throw error;
    const reason = reasonOf(known);
    this.#reasons.set(service, reason);
    noteLeftOut(service, reason);
    this.#ctx.leaveOut({ service, reason, action });
  }

  /** Goes on without the data of a source whose service runs: the finding says so too. @param words why it is blind */
  addBlind(source: SourceId, words: string): void {
    const service = sourceService(source);
    const reason = `${words} ${sourceRecord(source).blindFix}`;
    this.#reasons.set(service, reason);
    this.#ctx.leaveOut({ service, reason, action: null });
  }

  /**
   * "Your data is arriving, without Containers: …"; null where nothing is missing.
   * @param services all that are on
   * @param unknown those of them that may give data or not
   */
  words(services: readonly ServiceName[], unknown: readonly ServiceName[] = []): string | null {
    const names = inOrder([...this.#reasons.keys()], (service) => service).map(sourceWordsOf);
    if (names.length === 0) return null;
    if (this.#isAllOf(services)) return `The pipeline runs, and no source gives data yet. ${this.#list()}`;
    const isKnown = !this.#isAllOf(services.filter((service) => !unknown.includes(service)));
    const what = isKnown ? 'Your data is arriving' : 'The first samples have arrived';
    const list = this.#list();
    const isUnderName = names.length === 1 && list.startsWith(`${names[0]}: `);
    return `${what}, without ${isUnderName ? '' : `${listed(names)}. `}${list}`;
  }

  /** @throws AppError verify-failed, which says what is missing, when none of these services' sources is left */
  assertNotAllOf(services: readonly ServiceName[]): void {
    if (!this.#isAllOf(services)) return;
    const sources = this.#sourcesOf(services);
    const [only] = sources;
    const title =
      sources.length === 1 && only !== undefined
        ? `${sourceWordsOf(only)} is the only source, and it does not come up.`
        : 'None of the sources comes up, so there is nothing to deliver.';
    throw new AppError('verify-failed', `${title} ${this.#list()}`, {
      hint: 'Put one of them right, or switch on another source, for example this Pi; then launch again.',
    });
  }

  #isAllOf(services: readonly ServiceName[]): boolean {
    const sources = this.#sourcesOf(services);
    return sources.length > 0 && sources.every((service) => this.#reasons.has(service));
  }

  /** One that is left out may have no service that is on. */
  #sourcesOf(services: readonly ServiceName[]): ServiceName[] {
    return [...new Set([...services, ...this.#reasons.keys()])].filter((service) => !isEssential(service));
  }

  /** Each source with its reason. */
  #list(): string {
    return inOrder([...this.#reasons], ([service]) => service)
      .map(([service, reason]) => underName(service, reason))
      .join(' ');
  }
}

/** The last words of a container that ended say more than that it did; other hints are for who asked for it. */
export function reasonOf({ code, message, hint }: AppError): string {
  const isOfContainer = code === 'service-unhealthy' || code === 'timeout';
  const words = isOfContainer && hint !== undefined ? `${message} ${hint}` : message;
  return /[.!?…]$/.test(words) ? words : `${words}.`;
}
