import 'server-only';
import { AppError } from '../../errors';
import { toDockerError } from '../docker-error';
import { cleanText } from '../log-lines/text';

export interface BuildProgress {
  /** What is done now, e.g. `Compiling: 220 of 410 packages`. */
  words: string;
  stepsDone: number;
  steps: number;
}

/** One message of the engine's build. */
export interface BuildEvent {
  stream?: string;
  aux?: { ID?: string };
  error?: string;
}

const KEPT_LINES = 4;
/** The engine's own account of the steps, and what the CLI adds. */
const ENGINE_LINE = /^(Step \d|--->|Removing intermediate|Successfully |\[Warning\])/;

const HINTS: readonly [RegExp, string][] = [
  [
    /not valid yet|certificate (has expired|is not trusted|verify failed)|x509:/i,
    'Secure connections fail: look at the clock of this machine (date), and whether a proxy changes them.',
  ],
  [
    /Temporary failure resolving|Could not (resolve|connect)|no such host|dial tcp|Network is unreachable|Connection (timed out|refused|failed)|i\/o timeout|package list of Debian can be read/i,
    'The build has no connection to the internet. Check the connection and the DNS of this machine, then try again.',
  ],
  [
    /Unable to locate package|(?:Debian packages|Go module \S{1,300}) cannot be had|has no Go\b/i,
    'What the recipe needs no longer exists. Update Weir, which brings newer recipes, then try again.',
  ],
  [
    /signal: killed|cannot allocate memory|out of memory|returned a non-zero code: 137/i,
    'There was too little memory to compile it. Add swap or stop another program, then try again.',
  ],
  [
    /\b(sh|apt-get|apt-cache|dpkg-deb): not found|pull access denied|manifest unknown|executable file not found/i,
    'The image that others are built on is not the right one. Run compose/images/build --fresh node on this machine, then try again.',
  ],
];

/** Reads a build's messages: progress out of the recipe's own lines, and the last ones for when it fails. */
export class BuildOutput {
  readonly #last: string[] = [];
  #rest = '';
  imageId: string | null = null;

  /** @returns the steps that the message names, in their order. @throws AppError image-missing | disk-full */
  read(event: BuildEvent, service: string): BuildProgress[] {
    if (event.aux?.ID) this.imageId = event.aux.ID;
    const lines = (this.#rest + (event.stream ?? '')).split('\n');
    this.#rest = (lines.pop() ?? '').slice(0, 2_000);
    const progress: BuildProgress[] = [];
    for (const raw of lines) {
      const line = cleanText(raw.slice(0, 2_000)).trim();
      const [, number, steps, words] = /^== (\d{1,2})\/(\d{1,2}) (.{1,200})$/.exec(line) ?? [];
      if (words) progress.push({ words, stepsDone: Number(number) - 1, steps: Number(steps) });
      else if (line && !ENGINE_LINE.test(line)) this.#last.push(line);
    }
    this.#last.splice(0, this.#last.length - KEPT_LINES);
    if (event.error) throw this.failure(service, event.error);
    return progress;
  }

  /** Why a build failed, with the recipe's last lines: they say more than the engine's one. */
  failure(service: string, engineWords: string): AppError {
    const words = [...this.#last, cleanText(engineWords)].join('\n');
    const known = toDockerError(new Error(words));
    if (known.code === 'disk-full') return known;
    const said = this.#last.length ? this.#last.join(' ') : cleanText(engineWords);
    return new AppError(
      'image-missing',
      `The image of ${service} could not be built: ${said.slice(0, 600)}`,
      {
        hint:
          HINTS.find(([pattern]) => pattern.test(words))?.[1] ??
          `Try again; if it stays, run compose/images/build ${service} on this machine to see all that is printed.`,
      },
    );
  }
}
