import type { BilledRound, Dollars, Prices } from './prices';

/** What it costs to build an image on this machine. */
export interface BuildCost {
  /**
   * Packages and sources that are fetched, in MB (10^6 bytes). Counted on amd64 at the network interface of a container
   * (`/sys/class/net/eth0/statistics/rx_bytes`) that ran the recipe up to where it compiles, with packages of sid.
   * Where the builder has no package list yet, 11 MB more.
   */
  downloadMegabytes: number;
  /** On two quiet cores of a PC; a Raspberry Pi 4 takes about four times as long. */
  secondsOnTwoCores: number;
  /** Memory and swap that the compilers take at most. */
  memoryMegabytes: number;
  /** Disk that is taken while it is built; the image itself takes 20 to 25 MB. */
  diskMegabytes: number;
}

/** A file of the stack that one service alone reads. */
export interface OwnFile {
  id: string;
  /** Below `config/`; where it ships for a first start, below `config.example/` too. */
  relative: string;
  ships: boolean;
  /** It is no part of the container's description, and read only when the service starts. */
  isReadAtStart: boolean;
  /** All of it is one secret: what it is, and the keys of its JSON whose values are known to be secrets. */
  secret: { words: string; keys: readonly [string, ...string[]] } | null;
}

/** A program of the stack. */
export interface ServiceShape {
  /** Its name in `compose/docker-compose.yml`, on screen too. */
  service: string;
  /** A job of the same name in `config/vmagent/prometheus.yml` scrapes it. */
  hasJob: boolean;
  /** What its job reads; null: itself. */
  source: string | null;
  /** Somebody else's machines, read with credentials: what is wrong is mended in the settings, else seen in the log. */
  isCloud: boolean;
  /** Beside its name in a sentence: the source's name, or what it is; empty where the name says it. */
  short: string;
  /** What it does, in a few words. */
  role: string;
  /** Its address in the target list of its job; null: the list is no file. */
  target: string | null;
  /** The Compose profile that switches it on; null: it is always on. */
  profile: string | null;
  /** Exporters run before vmagent first asks them, and the store before vmagent first sends; null: the panel itself. */
  startOrder: number | null;
  /** Without it nothing is collected or kept. */
  isEssential: boolean;
  /** Tells the panel itself that it works; of the others it is known that they run. */
  answers: boolean;
  /** The file of its configuration, read again at a request; null: it reads its settings only when it starts. */
  reloads: string | null;
}

/** What a variable of `.env` may hold: `word`, letters, digits and little more; `text`, one line; an http address; an IP address. */
export type ValueForm = 'word' | 'text' | 'url' | 'ip';

/** What no page needs at first of a service. */
export interface ServiceParts {
  /** On the stack's own network, and the variable of `.env` with the port on this host. */
  port: { inside: number; variable: string };
  files: readonly OwnFile[];
  /** The path where it answers 200 when it works; left out: no answer of it tells. */
  health?: string;
  /** The variable of `.env` that names it, and its compressed size in MB, rounded up to 5; null: not known. */
  image: { variable: string; megabytes: number | null };
  /** Further variables of `.env` that docker-compose.yml gives its container, but for secrets that are files there. */
  variables?: Readonly<Record<string, ValueForm>>;
  /** Null: no recipe of `compose/images` makes it. */
  build: BuildCost | null;
  /** A scrape of it is a collection that somebody bills: who, and by what terms; left out: nobody does. */
  bill?: { by: string; terms: string };
}

/** What data comes from: what the panel says of it, whatever reads it. */
export interface SourceShape {
  /** What it reads, and what that costs, at its switch. */
  description: string;
  /** What to do when its exporter answers and has nothing of its own kind. */
  blindFix: string;
  /** Names of its own series, and which of them are no data: patterns that hold for the whole name. */
  ownSeries: { names: string; without?: string };
  /** What a launch's review says of its price; null: it costs nothing. */
  charge: string | null;
  /** US dollars a month for such rounds, and what is said where that is nothing; null: nobody bills it. */
  price: {
    dollars: (round: BilledRound, intervalSeconds: number, prices: Prices) => Dollars;
    free: string;
  } | null;
  /** Its exporter asks on a clock of its own: its variable of `.env`, and seconds where that is not set. */
  clock?: { variable: string; seconds: number };
  /** How sure the series of one resource are (`about `), and why their number is not known beforehand. */
  forecast: { sure: string; unknown: string };
  /** The field that is shown beside its name, and what a list of them is of; null: none. */
  detail: {
    field: string;
    noun: string;
    /** What else is said of them, by all of its fields: ` of 2 accounts`; '': nothing. */
    more?: (values: object) => string;
  } | null;
  /** Fields of its form that are secrets. */
  secretFields: readonly string[];
  /** Fields that are none where others see them, and still none of theirs, each with its variable of `.env`. */
  halfSecrets: readonly { field: string; variable: string }[];
  /** What its texts say of who somebody is; `patterns`: group 1 is the value. Null: nothing. */
  account: {
    kind: string;
    words: string;
    variable: string | null;
    patterns: readonly RegExp[];
    /** Where everybody's services are: tells nothing. */
    domain: string;
  } | null;
}

export const fromDebian = (downloadMegabytes: number): BuildCost => ({
  downloadMegabytes,
  secondsOnTwoCores: 10,
  memoryMegabytes: 200,
  diskMegabytes: 400,
});
export const fromGo = (
  downloadMegabytes: number,
  secondsOnTwoCores: number,
  memoryMegabytes: number,
): BuildCost => ({ downloadMegabytes, secondsOnTwoCores, memoryMegabytes, diskMegabytes: 2_000 });

/** As most exporters are. */
export const exporter = {
  hasJob: true,
  isCloud: false,
  isEssential: false,
  answers: false,
  reloads: null,
} as const;

/** As what is measured on this machine is. */
export const ownMachine = {
  charge: null,
  price: null,
  detail: null,
  forecast: { sure: 'about ', unknown: 'How many there are is not known right now.' },
  secretFields: [],
  halfSecrets: [],
  account: null,
} as const;
