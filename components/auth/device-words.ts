const PROGRAMS: [RegExp, string][] = [
  [/\bEdgA?(iOS)?\//, 'Edge'],
  [/\bOPR\//, 'Opera'],
  [/\bSamsungBrowser\//, 'Samsung Internet'],
  [/\b(Firefox|FxiOS)\//, 'Firefox'],
  [/\b(Chrome|Chromium|CriOS|HeadlessChrome)\//, 'Chrome'],
  [/\bVersion\/.*\bSafari\//, 'Safari'],
];
const SYSTEMS: [RegExp, string][] = [
  [/\biPhone\b/, 'iPhone'],
  [/\biPad\b/, 'iPad'],
  [/\bAndroid\b/, 'Android'],
  [/\bCrOS\b/, 'ChromeOS'],
  [/\bWindows\b/, 'Windows'],
  [/\bMac OS X\b/, 'macOS'],
  [/\bLinux\b/, 'Linux'],
];

export interface DeviceWords {
  words: string;
  kind: 'phone' | 'computer' | 'script';
}

/** What a browser calls itself, in words that a person knows it by: `Firefox on Android`. */
export function deviceWords(userAgent: string | null): DeviceWords {
  if (userAgent === null) return { words: 'A script or an unknown browser', kind: 'script' };
  const find = (table: [RegExp, string][]) => table.find(([pattern]) => pattern.test(userAgent))?.[1];
  const program = find(PROGRAMS);
  const system = find(SYSTEMS);
  if (program === undefined) {
    const name = /^[\w.-]{1,40}/.exec(userAgent)?.[0];
    return { words: name ? `${name} (a script)` : 'An unknown browser', kind: 'script' };
  }
  const isPhone = /\b(iPhone|iPad|Mobile)\b/.test(userAgent) || system === 'Android';
  return { words: system ? `${program} on ${system}` : program, kind: isPhone ? 'phone' : 'computer' };
}
