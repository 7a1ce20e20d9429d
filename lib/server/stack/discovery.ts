import 'server-only';
import type { TimedSample } from '../vmagent/series';

/** One series of a resource. Texts are untrusted, here and below. */
export interface FoundFigure {
  metric: string;
  /** Labels beyond those of the resource, as `stage="prod"`; empty: none. */
  labels: string;
  /** NaN: the cloud had no data point. */
  value: number;
  atMs: number | null;
}

/** Something that a source has found, with or without series. */
export interface FoundResource {
  /** Stable. */
  id: string;
  name: string;
  /** For people: `SQS`. */
  service: string;
  /** For people: `queue`. */
  kind: string;
  /** Region, zone or location; empty: none. */
  place: string;
  /** Whose it is, where its cloud says so, and how that calls itself; empty: not known. */
  account: string;
  alias: string;
  /** Each as `key=value`. */
  tags: string[];
  /** What it was found through, where it was not found itself; empty: it was. */
  via: string;
  /** How its metrics begin, to find the part of the source that asks for it. */
  prefix: string;
  /** Its id in the list of names that its cloud keeps; empty: its name is known. */
  unnamed: string;
  /** Labels that its series have and no other's, for a query. */
  selector: [label: string, value: string][];
  figures: FoundFigure[];
}

/** Hears what an exporter answers, sample by sample. */
export interface Discovery {
  hear(sample: TimedSample): void;
  resources(): Iterable<FoundResource>;
  /** More was found than is kept. */
  isCut(): boolean;
}

const MOST_RESOURCES = 20_000;
const MOST_FIGURES = 150_000;
const MOST_TEXT = 1_000;

/** Collects resources within bounds; what is more is left out, which `isCut` tells. */
export class Catalogue {
  readonly all = new Map<string, FoundResource>();
  isCut = false;
  #figures = 0;
  readonly #texts = new Map<string, string>();

  /** @param make gives a new one; its texts are kept as they are */
  get(id: string, make: () => Omit<FoundResource, 'id' | 'figures'>): FoundResource | null {
    const known = this.all.get(id);
    if (known) return known;
    if (this.all.size >= MOST_RESOURCES || id.length > MOST_TEXT) {
      this.isCut = true;
      return null;
    }
    const kept = this.keep(id);
    const made = { ...make(), id: kept, figures: [] };
    this.all.set(kept, made);
    return made;
  }

  add(resource: FoundResource, figure: FoundFigure): void {
    if (this.#figures >= MOST_FIGURES) {
      this.isCut = true;
      return;
    }
    this.#figures += 1;
    resource.figures.push({ ...figure, metric: this.keep(figure.metric), labels: this.keep(figure.labels) });
  }

  /** A copy of its own, once for each text: a part of a line would keep the whole answer in memory. */
  keep(text: string): string {
    const known = this.#texts.get(text);
    if (known !== undefined) return known;
    const own = Buffer.from(text.slice(0, MOST_TEXT)).toString();
    this.#texts.set(own, own);
    return own;
  }
}

/** Labels as PromQL writes them. */
export const labelText = (labels: Iterable<readonly [string, string]>): string =>
  [...labels].map(([name, value]) => `${name}=${JSON.stringify(value)}`).join(', ');
