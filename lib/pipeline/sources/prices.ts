/** What clouds charge for being read, in US dollars and numbers of what they count. */
export interface Prices {
  metric: number;
  list: number;
  listsFree: number;
  series: number;
  seriesFree: number;
}

/** From when the prices below are. */
export const PRICES_READ = '2026-11-27';

interface Price {
  /** The variable of `.env` that holds another one. */
  variable: string;
  /** What `value` is told for: 1,000 metrics. */
  per: number;
  /** US dollars for so many, or how many are free. */
  value: number;
}

/** The one place to change when they change it; an owner with other prices says so in `.env`. Read on `PRICES_READ`. */
const priceTable: Record<keyof Prices, Price> = {
  /** https://aws.amazon.com/cloudwatch/pricing/: GetMetricData, 1,000 metrics; none of them is free. */
  metric: { variable: 'PRICE_AWS_METRICS', per: 1_000, value: 0.01 },
  /** The same page: ListMetrics, 1,000 requests beyond the free ones of a month. */
  list: { variable: 'PRICE_AWS_LISTS', per: 1_000, value: 0.01 },
  listsFree: { variable: 'PRICE_AWS_LISTS_FREE', per: 1, value: 1_000_000 },
  /** https://cloud.google.com/stackdriver/pricing: a million series returned, beyond the free ones of a month. */
  series: { variable: 'PRICE_GCP_SERIES', per: 1_000_000, value: 0.5 },
  seriesFree: { variable: 'PRICE_GCP_SERIES_FREE', per: 1, value: 1_000_000 },
};

const names = Object.keys(priceTable) as (keyof Prices)[];

/** @param variable of `.env`; where it holds no price, the one that is known counts */
export function pricesIn(variable: (name: string) => string): Prices {
  const priceOf = (name: keyof Prices) => {
    const { variable: key, per, value } = priceTable[name];
    const text = variable(key).trim();
    return (/^\d{1,9}(?:\.\d{1,9})?$/.test(text) ? Number(text) : value) / per;
  };
  return Object.fromEntries(names.map((name) => [name, priceOf(name)])) as unknown as Prices;
}

export const prices: Prices = pricesIn(() => '');

/** Seconds of the month that prices are told for: 30 days. */
export const MONTH_SECONDS = 30 * 86_400;

/** US dollars a month, from the least that a bill may say to the most. */
export interface Dollars {
  least: number;
  most: number;
}

/** What an exporter asks its cloud for each time, in what that counts: metrics at AWS, series at Google Cloud. */
export interface BilledRound {
  least: number;
  /** As the exporter counts. */
  most: number;
  /** Requests for lists. */
  lists: number;
  /** Those in each account, where there are several. */
  listsByAccount?: number[] | undefined;
}

/**
 * What AWS charges for the rounds of a month, in US dollars: at least for each metric once, at most for each statistic; for
 * lists beyond the free ones, as if nothing else in the account used them. These are free once for all accounts of an
 * organisation, and once for each account that has a bill of its own; which of both holds, no key tells.
 * https://docs.aws.amazon.com/awsaccountbilling/latest/aboutv2/useconsolidatedbilling-effective.html (AWS Free Tier for
 * AWS Organizations)
 */
export function awsDollars(round: BilledRound, everySeconds: number, of: Prices): Dollars {
  const { least, most, lists, listsByAccount = [lists] } = round;
  const rounds = MONTH_SECONDS / everySeconds;
  const ofLists = (each: number) => Math.max(0, each * rounds - of.listsFree) * of.list;
  const ofBills = listsByAccount.reduce((all, each) => all + ofLists(each), 0);
  return { least: least * rounds * of.metric + ofBills, most: most * rounds * of.metric + ofLists(lists) };
}

/**
 * What Google charges for the scrapes of a month, in US dollars, as if nothing else used the free million and one billing
 * account paid for all projects, as is the rule.
 */
export function gcpDollars({ least, most }: BilledRound, everySeconds: number, of: Prices): Dollars {
  const bill = (series: number) =>
    Math.max(0, series * (MONTH_SECONDS / everySeconds) - of.seriesFree) * of.series;
  return { least: bill(least), most: bill(most) };
}
